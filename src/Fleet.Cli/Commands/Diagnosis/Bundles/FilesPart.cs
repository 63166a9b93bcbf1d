using System.Globalization;
using System.Text;
using Fleet.Api.Contracts.Roots;

namespace Fleet.Cli.Commands.Diagnosis.Bundles;

/// <summary>What can be read without an agent: its log, configuration, records, and the machine.</summary>
internal static class FilesPart
{
    private const int LogTail = 4 << 20, LargestRecord = 1 << 20, MostRecords = 5000;
    private static readonly string[] Readings =
        ["meminfo", "loadavg", "uptime", "stat", "filesystems", "cgroups", "pressure/cpu", "pressure/memory", "pressure/io", "self/cgroup", "sys/kernel/osrelease"];

    // Only records of Fleet's own: what containers write, and what images hold, is not looked at.
    private static readonly string[] Records = ["allocations", "containers", "jobs", "job-limits", "volumes"];

    public static async Task AddAsync(Bundle to, FleetRoot root, string? config)
    {
        await to.TryAsync("logs/node.log", () => Run(() => to.Text("logs/node.log", Tail(root.NodeLog))));
        await to.TryAsync("agent.json", () => Run(() => to.Json("agent.json", File.ReadAllBytes(root.AgentFile))));
        string settings = config ?? "/etc/fleet/node.conf";
        await to.TryAsync("config/node.conf", () => Run(() => to.Text("config/node.conf", File.ReadAllText(settings))));
        foreach (string folder in Records)
        {
            await to.TryAsync($"state/{folder}", () => Run(() => AddRecords(to, root.State, folder)));
        }

        to.Missing("journal", $"holds jobs with their environment, which cannot be taken out; copy {root.State}/control with the agent stopped if it is asked for. Recent events are in cluster/events.ndjson");
        foreach (string name in Readings)
        {
            await to.TryAsync($"proc/{name}", () => Run(() => to.Text($"proc/{name}", File.ReadAllText("/proc/" + name))));
        }

        string mark = root.Folder ?? "fleet";
        await to.TryAsync("proc/mountinfo", () => Run(() => to.Text("proc/mountinfo", string.Concat(
            File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(mark, StringComparison.Ordinal) || line.Contains("cgroup", StringComparison.Ordinal)).Select(line => line + "\n")))));
        string parent = AgentRecord.TryRead(root.AgentFile)?.Cgroup is { Length: > 0 } group ? group : "fleet";
        await to.TryAsync("cgroups.txt", () => Run(() => to.Text("cgroups.txt", Groups(parent))));
    }

    private static Task Run(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    private static string Tail(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, LogTail), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private static void AddRecords(Bundle to, string state, string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateFiles(Path.Combine(state, folder), "*.json", options).Take(MostRecords))
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is null && file.Length <= LargestRecord)
            {
                to.Json("state/" + Path.GetRelativePath(state, path), File.ReadAllBytes(path));
            }
        }
    }

    // Each group below the agent's, in every hierarchy, with how many processes are in it.
    private static string Groups(string parent)
    {
        var text = new StringBuilder();
        foreach (string top in Directory.EnumerateDirectories("/sys/fs/cgroup").Prepend("/sys/fs/cgroup").Select(folder => Path.Combine(folder, parent)).Where(Directory.Exists))
        {
            foreach (string group in Directory.EnumerateDirectories(top, "*", SearchOption.AllDirectories).Prepend(top).Order(StringComparer.Ordinal))
            {
                string procs = Path.Combine(group, "cgroup.procs");
                text.Append(CultureInfo.InvariantCulture, $"{group} {(File.Exists(procs) ? File.ReadLines(procs).Count() : 0)}\n");
            }
        }

        return text.ToString();
    }
}
