using System.Globalization;
using Fleet.Linux.Files;
using Fleet.Linux.Namespaces;

namespace Fleet.Lab.Hosts;

/// <summary>Finds what still lives of a host by the control group it was started in (proc(5), /proc/PID/cgroup).</summary>
internal static class HostProcesses
{
    private const string Shim = "fleet-shim";

    /// <summary>The network of a host whose agent is gone but whose shims live: they run in it, as containers may not. Null: none lives.</summary>
    public static OwnedFd? NetworkOfShims(string cgroup)
    {
        foreach (int pid in In(cgroup))
        {
            try
            {
                if (File.ReadAllText($"/proc/{pid}/comm").TrimEnd() == Shim) return NamespaceThread.OpenOf(pid, "net");
            }
            catch (IOException)
            {
                // It ended meanwhile: the next one may live.
            }
        }
        return null;
    }

    /// <summary>The processes of the group and of those below it.</summary>
    public static IEnumerable<int> In(string cgroup) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        where IsIn(folder, "/" + cgroup)
        select int.Parse(name, CultureInfo.InvariantCulture);

    // Lines are HIERARCHY:CONTROLLERS:PATH; the path may have a prefix of the group that this machine itself is in.
    private static bool IsIn(string folder, string cgroup)
    {
        try
        {
            // A zombie has ended: it may be a child of our own that nobody waits for. Its state follows its name (proc_pid_stat(5)).
            string stat = File.ReadAllText(folder + "/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X') && File.ReadLines(folder + "/cgroup").Any(line =>
                line.EndsWith(cgroup, StringComparison.Ordinal) || line.Contains(cgroup + "/", StringComparison.Ordinal));
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
