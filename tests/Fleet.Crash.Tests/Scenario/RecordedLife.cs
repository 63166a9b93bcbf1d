using Fleet.Cluster.Tests.Harness;
using Fleet.Crash.Tests.Disk;
using Fleet.Crash.Tests.Recording;

namespace Fleet.Crash.Tests.Scenario;

/// <summary>
/// A life of a node from its first start, recorded: an image, volumes, containers that end, run, go on without an agent and are
/// removed, and jobs. With it, what its user had been told by when.
/// </summary>
public sealed class RecordedLife : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-crash-life-").FullName;
    private readonly List<Recorder> _recorders = [];
    private readonly List<(double At, Promises Promises)> _told = [(0, new Promises())];
    private readonly FleetCli _cli;
    private Promises _now = new();

    public RecordedLife()
    {
        Root = Path.Combine(_folder, "root");
        _cli = new FleetCli(Root);
        Directory.CreateDirectory(Root);
    }

    internal string Root { get; }

    internal string State => Path.Combine(Root, "state");

    /// <summary>Every call that changed the root, in order; made once.</summary>
    internal IReadOnlyList<DiskCall> Calls { get; private set; } = [];

    /// <summary>For each number of calls: what had been told by then.</summary>
    internal IReadOnlyList<Promises> Told { get; private set; } = [];

    internal RecordedLife Ready()
    {
        Installed.Require();
        Skip.IfNot(Recorder.IsHere, "strace is not there: install Debian's strace");
        if (Calls.Count > 0) return this;
        Live();
        var timed = DiskCalls.Of(_recorders.SelectMany(recorder => recorder.Calls()), Root).ToList();
        Calls = [.. timed.Select(entry => entry.Call)];
        // Something was told when every call that was over by then had been made.
        var from = _told.Select(told => (Count: timed.FindLastIndex(entry => entry.EndedAt <= told.At) + 1, told.Promises)).ToList();
        Told = [.. Enumerable.Range(0, Calls.Count + 1).Select(count => from.Last(told => told.Count <= count).Promises)];
        return this;
    }

    public void Dispose()
    {
        if (File.Exists(PidFile) && Calls.Count == 0) CleanUp();
        Directory.Delete(_folder, recursive: true);
    }

    // Its life failed half-way.
    private void CleanUp()
    {
        _cli.Try("job", "stop", "recorded");
        foreach (var container in _cli.Json("ps", "-a").EnumerateArray()) _cli.Try("rm", "-f", container.GetProperty("id").GetString()!);
        StopAgent();
    }

    private void Live()
    {
        Start();
        Tell(() => _cli.Do("image", "import", SmallImage.Write(_folder), "--name", SmallImage.Name), now => now with { Images = now.Images.Add(SmallImage.Name) });
        Tell(() => _cli.Do("volume", "create", "kept"), now => now with { Volumes = now.Volumes.Add("kept") });
        Tell(() => _cli.Do("volume", "create", "dropped"), now => now with { Volumes = now.Volumes.Add("dropped") });
        Run("twice", "[ -e /tmp/again ] && exit 4; echo first; touch /tmp/again; exit 3", "-v", "kept:/kept");
        Wait("twice", 3);
        Run("long", "echo up; sleep 1000");
        Change("twice", () => _cli.Do("start", "twice"), new ContainerPromise(Started: true));
        Wait("twice", 4);
        Tell(() => _cli.Do("create", "--name", "made", SmallImage.Name, "sh", "-c", "exit 6"), now => now.With("made", new ContainerPromise()));

        string gate = Path.Combine(_folder, "gate");
        Directory.CreateDirectory(gate);
        Run("alone", "while ! [ -e /gate/open ]; do sleep 0.02; done; echo done; exit 5", "-v", $"{gate}:/gate");
        int pid = _cli.HostPid("alone");
        KillAgent();
        File.WriteAllText(Path.Combine(gate, "open"), "");
        Until.True(() => !Directory.Exists($"/proc/{pid}"), "the container that nobody watches has ended");
        Start();
        Wait("alone", 5);

        Tell(() => Assert.Equal(7, _cli.Try("run", "--rm", "--name", "brief", SmallImage.Name, "sh", "-c", "exit 7").ExitCode), Removed("brief"));
        Remove("alone");
        Submit();
        Tell(() => _cli.Do("volume", "rm", "dropped"), now => now, now => now with { Volumes = now.Volumes.Remove("dropped") });
        Tell(() => _cli.Do("stop", "-t", "0", "long"), now => now.With("long", new ContainerPromise(true, 137)));
        foreach (string name in new[] { "twice", "long", "made" }) Remove(name);
        StopAgent();
    }

    private void Submit()
    {
        string file = Path.Combine(_folder, "job.yaml");
        File.WriteAllText(file, $"name: recorded\nservices: {{ main: {{ image: {SmallImage.Name}, command: [sleep, \"1000\"], deploy: {{ replicas: 2 }} }} }}\n");
        Tell(() => _cli.Do("job", "submit", file, "--wait"), now => now with { Jobs = now.Jobs.Add("recorded") });
        Tell(() => _cli.Do("job", "stop", "recorded"), now => now);
        Until.True(() => _cli.Json("ps").GetArrayLength() == 1, "the job's replicas have stopped");
    }

    private void Run(string name, string script, params string[] options) => Tell(
        () => _cli.Do(["run", "-d", "--name", name, .. options, SmallImage.Name, "sh", "-c", script]),
        now => now.With(name, new ContainerPromise(Started: true)));

    private void Wait(string name, int code) => Tell(
        () => Assert.Equal($"{code}", _cli.Do("wait", name).Line), now => now.With(name, new ContainerPromise(true, code)));

    private void Remove(string name) => Tell(() => _cli.Do("rm", name), Removed(name), now => now.Without(name));

    private static Func<Promises, Promises> Removed(string name) => now => now.Without(name) with { Gone = now.Gone.Add(name) };

    private void Change(string name, Action act, ContainerPromise then) => Tell(act, now => now.With(name, then), now => now.With(name, then));

    /// <param name="act">What the user does.</param>
    /// <param name="then">What holds once it was answered.</param>
    /// <param name="meanwhile">What still holds while it goes on; null: all that did.</param>
    private void Tell(Action act, Func<Promises, Promises> then, Func<Promises, Promises>? meanwhile = null)
    {
        if (meanwhile is not null) Note(meanwhile(_now));
        act();
        Note(then(_now));
    }

    private void Note(Promises promises)
    {
        _now = promises;
        _told.Add(((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds, promises));
    }

    private void Start()
    {
        _recorders.Add(new Recorder(Path.Combine(_folder, $"trace{_recorders.Count}"), Installed.Fleet, "--root", Root, "node", "-d"));
        Until.True(() => _cli.Try("ps").ExitCode == 0, "the agent answers");
    }

    private string PidFile => Path.Combine(Root, "run/node.pid");

    private int AgentPid => int.Parse(File.ReadAllText(PidFile).Trim(), null);

    private void KillAgent() => EndAgent("KILL");

    private void StopAgent() => EndAgent("TERM");

    private void EndAgent(string signal)
    {
        int pid = AgentPid;
        Signals.Send(pid, signal);
        Until.True(() => !Directory.Exists($"/proc/{pid}"), $"the agent has ended after SIG{signal}");
    }
}
