namespace Fleet.Cluster.Tests.Harness;

/// <summary>What a process has needed at most (proc_pid_status(5), VmHWM), in bytes.</summary>
internal static class Memory
{
    /// <summary>0 for one that has ended.</summary>
    public static long PeakOf(int pid)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null) << 10;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The shim whose container this is: it works in the container's folder.</summary>
    public static int ShimOf(string folder) => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out int pid) ? pid : 0)
        .First(pid => pid > 0 && new DirectoryInfo($"/proc/{pid}/cwd").LinkTarget is { } at && Path.GetFileName(at) == Path.GetFileName(folder)
            && File.ReadAllText($"/proc/{pid}/comm").StartsWith("fleet-shim", StringComparison.Ordinal));
}
