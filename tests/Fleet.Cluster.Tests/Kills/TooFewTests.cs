using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>Control hosts that put themselves out of a cluster, and the one that is left behind.</summary>
public sealed class TooFewTests : IDisposable
{
    private readonly OneLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [SkippableFact]
    public void A_control_host_that_is_left_alone_in_its_cluster_does_not_go_on_beside_the_next_one()
    {
        var cli = _lab.Ready();
        cli.Do("lab", "kill", "n3", "--host");
        Until.Holds(() => Submit("one"), outcome => outcome.ExitCode == 0, "the others go on");
        // n1 hears nobody and leaves. n2 goes on at once, and so hears that n1 has left, and misses nobody.
        int n2 = cli.Json("lab", "status").EnumerateArray().Single(node => node.GetProperty("name").GetString() == "n2").GetProperty("pid").GetInt32();
        Signals.Send(n2, "STOP");
        Until.True(() => Log("n1").Contains("leaving the cluster", StringComparison.Ordinal), "n1 leaves");
        Signals.Send(n2, "CONT");
        Until.Holds(() => Submit("two"), outcome => outcome.ExitCode == 0, "two of three take a job");

        cli.Do("lab", "start", "n3");
        Until.Holds(() => Submit("three"), outcome => outcome.ExitCode == 0, "three take a job");
        int recoveries = Recoveries();
        for (int job = 0; job < 20; job++) Assert.Equal(0, Submit($"more{job}").ExitCode);
        // Two schedulers would put each other out every few seconds. A single move may come of a busy machine.
        Assert.InRange(Recoveries(), recoveries, recoveries + 1);
    }

    private Outcome Submit(string name) => _lab.Cli.Try("job", "submit", _lab.JobFile(name, $$"""
        services:
          {{name}}:
            image: base
            command: ["sleep", "1000"]
            deploy: { replicas: 0 }
        """));

    private int Recoveries() => new[] { "n1", "n2", "n3" }.Sum(node => Log(node).Split("events replayed").Length - 1);

    private string Log(string node) => File.ReadAllText(Path.Combine(_lab.Root, "lab", node, "state/node.log"));
}
