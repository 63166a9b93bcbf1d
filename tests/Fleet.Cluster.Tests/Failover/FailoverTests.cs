using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Failover;

/// <summary>Three control hosts, and what befalls the one where the scheduler lives. Each needs the hosts of the one before: all take part again.</summary>
public sealed class FailoverTests(OneLab lab) : IClassFixture<OneLab>
{
    private readonly LabFaults _faults = new(lab);

    [SkippableFact]
    public void It_is_killed_and_its_agent_started_again() => Strike("killed", inProcess: false,
        host => lab.Cli.Do("lab", "kill", host, "--agent"), host => lab.Cli.Do("lab", "start", host));

    [SkippableFact]
    public void It_stands_still_and_is_shut_out_when_it_wakes() => Strike("stopped", inProcess: true, _faults.Stop, _faults.GoOn);

    [SkippableFact]
    public void It_is_cut_off_for_longer_than_its_lease_and_comes_back() => Strike("unplugged", inProcess: true, _faults.Cut, _faults.Mend);

    [SkippableFact]
    public void It_leaves_politely() => Strike("left", inProcess: false,
        Leave, host => lab.Cli.Do("lab", "start", host));

    [SkippableFact]
    public void Pauses_of_200_ms_move_nothing()
    {
        Ready();
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("FLEET_PAUSES"), out int given) ? given : 34;
        // A machine that itself stood still for longer proves nothing: then once more.
        for (int attempt = 1; ; attempt++)
        {
            int before = _faults.Schedulers;
            var longest = TimeSpan.Zero;
            for (int round = 0; round < rounds; round++)
                foreach (string host in LabFaults.Hosts) longest = Max(longest, Pause(host));
            int moved = _faults.Schedulers - before;
            Console.WriteLine($"{rounds} pauses of 200 ms of each of three control hosts, the longest of {longest.TotalMilliseconds:F0} ms: the scheduler moved {moved} times");
            if (moved == 0 || (longest < TimeSpan.FromMilliseconds(400) && attempt > 1) || attempt > 3) Assert.Equal(0, moved);
            if (moved == 0) return;
        }
    }

    /// <param name="inProcess">The agent lives through it, and its actor system is replaced within it.</param>
    private void Strike(string name, bool inProcess, Action<string> strike, Action<string> end)
    {
        Ready();
        string host = _faults.SchedulerHost;
        // Seconds that the programs sleep, by which they are known from those of other tests.
        string everywhere = $"{86000 + name[0]}", during = $"{87000 + name[0]}";
        var other = lab.Node(LabFaults.Hosts.First(one => one != host));
        other.Do("job", "submit", Job(name + "-everywhere", 3, everywhere), "--wait");
        int agent = _faults.Agent(host), replacements = _faults.Replacements(host);

        long from = Stopwatch.GetTimestamp();
        strike(host);
        other.Do("job", "submit", Job(name + "-during", 2, during), "--wait");
        Console.WriteLine($"{host} {name}: a new job ran after {Stopwatch.GetElapsedTime(from).TotalSeconds:F1} s");
        Assert.NotEqual(host, _faults.SchedulerHost);
        Until.True(() => Running(other, name + "-everywhere") == 3, "all replicas of before run, on the hosts that are left");

        end(host);
        Until.True(() => ReadyNodes(other) == 3, $"{host} is ready again");
        if (inProcess)
        {
            Assert.Equal(agent, _faults.Agent(host));
            Until.True(() => _faults.Replacements(host) > replacements, $"{host} has replaced its actor system");
        }
        // Neither what was replaced meanwhile goes on there, nor is anything started twice.
        Until.True(() => LabFaults.Processes("sleep", everywhere) == 3 && LabFaults.Processes("sleep", during) == 2, "exactly the replicas that are wanted run");
        foreach (string node in LabFaults.Hosts) Assert.Equal(_faults.Epochs(node).Order(), _faults.Epochs(node));

        // The host that is back counts: the next of these tests needs it for a majority, and this stop goes through it.
        var back = lab.Node(host);
        back.Do("job", "stop", name + "-everywhere");
        back.Do("job", "stop", name + "-during");
        Until.True(() => LabFaults.Processes("sleep", everywhere) + LabFaults.Processes("sleep", during) == 0, "both jobs have stopped");
    }

    private void Ready()
    {
        lab.Ready();
        foreach (string host in LabFaults.Hosts) lab.Node(host).Do("image", "import", BusyboxImage.Layout, "--name", BusyboxImage.Name);
        Until.True(() => ReadyNodes(lab.Node("n1")) == 3, "three nodes are ready");
    }

    private string Job(string name, int replicas, string seconds) => lab.JobFile(name, $$"""
        services:
          app:
            image: base
            command: ["sleep", "{{seconds}}"]
            deploy: { replicas: {{replicas}} }
            x-fleet: { disconnect: { lost_after: 3s } }
        """);

    private void Leave(string host)
    {
        int agent = _faults.Agent(host);
        Signals.Send(agent, "TERM");
        Until.True(() => !Directory.Exists($"/proc/{agent}"), $"the agent of {host} has left");
    }

    private TimeSpan Pause(string host)
    {
        int agent = _faults.Agent(host);
        long from = Stopwatch.GetTimestamp();
        Signals.Send(agent, "STOP");
        Thread.Sleep(200);      // not to wait for anything: the pause itself
        Signals.Send(agent, "CONT");
        return Stopwatch.GetElapsedTime(from);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static int ReadyNodes(FleetCli cli) => cli.Json("node", "list").EnumerateArray().Count(node => node.GetProperty("state").GetString() == "ready");

    private static int Running(FleetCli cli, string job) => cli.Json("job", "ps", job).EnumerateArray().Count(entry => entry.GetProperty("state").GetString() == "running");
}
