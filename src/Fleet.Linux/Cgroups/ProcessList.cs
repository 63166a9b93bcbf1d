using System.Globalization;

namespace Fleet.Linux.Cgroups;

/// <summary>cgroup.procs of a folder. Processes outside of the reader's pid namespace show as 0 and are left out.</summary>
internal static class ProcessList
{
    public static IReadOnlyList<int> Read(string folder) =>
    [
        .. KernelText.Lines(CgroupFile.TryRead(folder, "cgroup.procs"))
            .Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
            .Where(pid => pid > 0),
    ];

    /// <summary>
    /// Without this process: in a group that is to go it has at most a thread that started something there (version 1) and is on its
    /// way out.
    /// </summary>
    public static IEnumerable<int> ReadOthers(string folder) => Read(folder).Where(pid => pid != Environment.ProcessId);

    /// <summary>Of the folder and all below it.</summary>
    public static IReadOnlyList<int> ReadAll(string folder)
    {
        try
        {
            return [.. Directory.GetDirectories(folder).SelectMany(ReadAll), .. Read(folder)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
