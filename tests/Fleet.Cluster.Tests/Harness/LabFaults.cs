using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fleet.Cluster.Tests.Harness;

/// <summary>What befalls the hosts of a lab, done from outside with signals and ip(8), and where its scheduler lives, as the agents' logs tell.</summary>
internal sealed partial class LabFaults(OneLab lab)
{
    public static readonly string[] Hosts = ["n1", "n2", "n3"];

    /// <summary>Where the newest scheduler began.</summary>
    public string SchedulerHost => Beginnings().MaxBy(began => began.At).Host;

    /// <summary>How many schedulers have begun since the lab is up.</summary>
    public int Schedulers => Beginnings().Count;

    public int Agent(string host) => int.Parse(File.ReadAllText(Path.Combine(Folder(host), "run/node.pid")).Trim(), CultureInfo.InvariantCulture);

    /// <summary>Of the sessions that this node has had, in order.</summary>
    public IReadOnlyList<long> Epochs(string host) =>
        [.. Log(host).Select(line => SessionOpened().Match(line)).Where(match => match.Success).Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>How often this host's actor system of the cluster was replaced within its process.</summary>
    public int Replacements(string host) => Log(host).Count(line => line.EndsWith("another takes its place", StringComparison.Ordinal));

    public void Stop(string host) => Signals.Send(Agent(host), "STOP");

    public void GoOn(string host) => Signals.Send(Agent(host), "CONT");

    /// <summary>Unplugs the host: nothing that was connected is told.</summary>
    public void Cut(string host) => Link(host, "down");

    public void Mend(string host) => Link(host, "up");

    /// <summary>Processes on all hosts with this command line, as the kernel counts.</summary>
    public static int Processes(params string[] words)
    {
        string wanted = string.Join('\0', words) + '\0';
        return Directory.EnumerateDirectories("/proc").Count(folder =>
        {
            try
            {
                return char.IsAsciiDigit(Path.GetFileName(folder)[0]) && File.ReadAllText(Path.Combine(folder, "cmdline")) == wanted;
            }
            catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
    }

    private string Folder(string host) => Path.Combine(lab.Root, "lab", host);

    private IEnumerable<string> Log(string host) => File.ReadLines(Path.Combine(Folder(host), "state/node.log"));

    private List<(DateTimeOffset At, string Host)> Beginnings() =>
    [
        .. from host in Hosts
           from line in Log(host)
           where line.Contains("events replayed", StringComparison.Ordinal)
           select (DateTimeOffset.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture), host),
    ];

    private void Link(string host, string state)
    {
        string id = JsonDocument.Parse(File.ReadAllText(Path.Combine(lab.Root, "lab/lab.json"))).RootElement.GetProperty("id").GetString()!;
        using var ip = Process.Start("ip", ["link", "set", $"fv{id}{host}", state]);
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }

    [GeneratedRegex(@"session \d+ of epoch (\d+) is open")]
    private static partial Regex SessionOpened();
}
