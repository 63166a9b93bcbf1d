using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>Containers that count aloud all the time, ten numbers a second, until they are told to end, each with a code of its own.</summary>
internal sealed class Talkers(OneAgent agent)
{
    public const int Count = 20;

    // The pause is a read that nobody answers: it costs no process.
    private const string Counting = "mkfifo /tmp/f; exec 3<>/tmp/f; n=0; while [ ! -e /flags/end-$ME ]; do echo line $n; n=$((n+1)); read -t 0.1 x <&3; done; exit $CODE";

    private readonly Dictionary<string, int> _pids = [];
    private readonly Dictionary<string, int> _heard = [];
    private int _made;

    private FleetCli Cli => agent.Cli;

    private string Flags => Path.Combine(agent.Root, "flags");

    public IReadOnlyCollection<string> Names => _pids.Keys;

    public string Any(Random random) => _pids.Keys.ElementAt(random.Next(_pids.Count));

    public void Fill(params string[] options)
    {
        while (_pids.Count < Count) Add(options);
    }

    public string Add(params string[] options)
    {
        string name = $"t{_made++}";
        Directory.CreateDirectory(Flags);
        Cli.Do(["run", "-d", "--name", name, "-v", $"{Flags}:/flags", "-e", $"ME={name}", "-e", $"CODE={CodeOf(name)}", .. options, BusyboxImage.Name, "sh", "-c", Counting]);
        _pids[name] = Cli.HostPid(name);
        return name;
    }

    public static int CodeOf(string name) => 10 + int.Parse(name[1..], null) % 90;

    public int PidOf(string name) => _pids[name];

    public void TellToEnd(string name) => File.WriteAllText(Path.Combine(Flags, $"end-{name}"), "");

    /// <summary>It has ended: its code is the one it was given, and its log is whole to the last line.</summary>
    public void EndedWell(string name)
    {
        var state = Until.Holds(() => Cli.Inspect(name).GetProperty("State"), seen => seen.GetProperty("Status").GetString() == "exited", $"{name} has ended");
        Assert.Equal(CodeOf(name), state.GetProperty("ExitCode").GetInt32());
        LogHasNoHole(name);
        Cli.Do("rm", name);
        _pids.Remove(name);
    }

    /// <summary>None was lost, none is another one.</summary>
    public void AllLive()
    {
        var listed = Cli.Json("ps").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("pid").GetInt32());
        foreach (var (name, pid) in _pids) Assert.Equal((name, pid), (name, listed.GetValueOrDefault(name)));
    }

    /// <summary>It counted from 0 without leaving one out, and has not lost what was there before.</summary>
    public void LogHasNoHole(string name)
    {
        string[] lines = Cli.Do("logs", name).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, lines.Length).Select(n => $"line {n}"), lines);
        Assert.True(lines.Length >= _heard.GetValueOrDefault(name), $"{name} had {_heard.GetValueOrDefault(name)} lines and has {lines.Length}");
        _heard[name] = lines.Length;
    }

    /// <summary>It goes on counting.</summary>
    public void GoesOn(string name) =>
        Until.True(() => Cli.Do("logs", "-n", "1", name).Line is var last && int.Parse(last["line ".Length..], null) >= _heard.GetValueOrDefault(name), $"{name} goes on");
}
