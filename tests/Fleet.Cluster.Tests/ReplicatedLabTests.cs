using System.Diagnostics;
using System.Text.Json;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Three control hosts, each with its copy of the journal in its own folder, and no database.</summary>
public sealed class ReplicatedLabTests : IDisposable
{
    private readonly OneLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [SkippableFact]
    public void Any_host_is_lost_with_its_folder_and_comes_back_empty_while_the_cluster_goes_on()
    {
        var cli = _lab.Ready();
        Assert.All(cli.Json("lab", "status").EnumerateArray(), node => Assert.Contains("control", node.GetProperty("roles").EnumerateArray().Select(role => role.GetString())));
        cli.Do("job", "submit", _lab.JobFile("first", Service("first", 3)), "--wait");
        foreach (string host in (string[])["n2", "n3"]) Import(host);       // a name is known where it was given

        // One after the other: who came back empty must count for the majority by the time the next one goes.
        for (int round = 1; round <= 3; round++)
        {
            string host = $"n{round}", job = $"after{round}";
            cli.Do("lab", "kill", host, "--host");
            Directory.Delete(Path.Combine(_lab.Root, "lab", host, "state"), recursive: true);
            long from = Stopwatch.GetTimestamp();
            Until.Holds(() => cli.Try("job", "submit", _lab.JobFile(job, Service(job, 1)), "--wait"), outcome => outcome.ExitCode == 0, $"a job runs without {host}");
            Console.WriteLine($"without {host}: a new job ran after {Stopwatch.GetElapsedTime(from).TotalSeconds:F1} s");

            cli.Do("lab", "start", host);
            Assert.Equal(JobsExpected(round), Jobs(cli));
            Until.True(() => HasCaughtUp(host), $"{host} has a journal again");
            Import(host);
        }
        Until.True(() => Running(cli, "first") == 3, "the first job's replicas run again");
    }

    [SkippableFact]
    public void Two_control_hosts_are_refused_with_the_reason()
    {
        Installed.Require();
        var refused = _lab.Cli.Try("lab", "up", "--nodes", "3", "--control", "2");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("both are needed for a majority", refused.Errors);
    }

    private void Import(string host) => _lab.Node(host).Do("image", "import", BusyboxImage.Layout, "--name", BusyboxImage.Name);

    private static string Service(string name, int replicas) => $$"""
        services:
          {{name}}:
            image: base
            command: ["sleep", "1000"]
            deploy: { replicas: {{replicas}} }
        """;

    private static IEnumerable<string> JobsExpected(int rounds) => Enumerable.Range(1, rounds).Select(round => $"after{round}").Append("first");

    private static IEnumerable<string> Jobs(FleetCli cli) => cli.Json("job", "list").EnumerateArray().Select(job => job.GetProperty("name").GetString()!).Order(StringComparer.Ordinal);

    private static int Running(FleetCli cli, string job) => cli.Json("job", "ps", job).EnumerateArray().Count(entry => entry.GetProperty("state").GetString() == "running");

    // The newest line of its member file is the list of the folders that founded the cluster: it was not among them, so it is empty.
    private bool HasCaughtUp(string host)
    {
        string file = Path.Combine(_lab.Root, "lab", host, "state/control/raft/member");
        return File.Exists(file) && File.ReadAllText(file).EndsWith("\nmember\n\n", StringComparison.Ordinal);
    }
}
