namespace Fleet.Cluster.Tests.Harness;

/// <summary>One agent in a root of its own, with the busybox image; everything is gone when it is disposed.</summary>
public sealed class OneAgent : IDisposable
{
    private bool _started;

    public OneAgent()
        : this(Path.Combine(Path.GetTempPath(), $"fleet-test-agent-{Guid.NewGuid():N}"))
    {
    }

    internal OneAgent(string root) => (Root, Cli) = (root, new FleetCli(root));

    public string Root { get; }

    internal FleetCli Cli { get; }

    internal int Pid => int.Parse(File.ReadAllText(Path.Combine(Root, "run/node.pid")).Trim(), null);

    /// <summary>Starts the agent once; to be called first in each test, since it may skip.</summary>
    internal FleetCli Ready()
    {
        Installed.Require();
        if (!_started)
        {
            Directory.CreateDirectory(Root);
            Start();
            Cli.Do("image", "import", BusyboxImage.Layout, "--name", BusyboxImage.Name);
            _started = true;
        }
        return Cli;
    }

    internal void Start() => Cli.Do("node", "-d");

    public void Dispose()
    {
        if (!_started) return;
        // What a test that failed left running would be placed anew as soon as it is removed.
        foreach (var job in Cli.Json("job", "list").EnumerateArray()) Cli.Try("job", "stop", job.GetProperty("name").GetString()!);
        foreach (var container in Cli.Json("ps", "-a").EnumerateArray()) Cli.Try("rm", "-f", container.GetProperty("id").GetString()!);
        int pid = Pid;
        Signals.Send(pid, "TERM");
        Until.True(() => !Directory.Exists($"/proc/{pid}"), $"the agent {pid} has ended after SIGTERM");
        Directory.Delete(Root, recursive: true);
    }
}
