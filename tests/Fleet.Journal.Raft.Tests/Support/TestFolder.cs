using System.Diagnostics;

namespace Fleet.Journal.Raft.Tests.Support;

/// <summary>Temporary folders named after this process; those of processes that were killed go when the next one is made.</summary>
internal static class TestFolder
{
    private const string Prefix = "fleet-raft-";

    public static string Make()
    {
        foreach (string left in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*").Where(IsLeftBehind)) Remove(left);
        return Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
    }

    /// <summary>The process whose number stands behind the prefix has ended.</summary>
    public static bool IsLeftBehind(string name)
    {
        string[] parts = Path.GetFileName(name).Split('-');
        return parts.Length > 2 && int.TryParse(parts[2], out int pid) && !Directory.Exists($"/proc/{pid}");
    }

    private static void Remove(string folder)
    {
        foreach (string mount in File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')[1]).Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)))
        {
            using var unmount = Process.Start("umount", ["-l", mount]);
            unmount.WaitForExit();
        }
        Directory.Delete(folder, recursive: true);
    }
}
