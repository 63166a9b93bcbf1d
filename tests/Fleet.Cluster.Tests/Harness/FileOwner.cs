using System.Diagnostics;

namespace Fleet.Cluster.Tests.Harness;

internal static class FileOwner
{
    /// <summary>The uid on disk.</summary>
    public static long Of(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("/usr/bin/stat", ["-c", "%u", path]) { RedirectStandardOutput = true })!;
        return long.Parse(stat.StandardOutput.ReadToEnd().Trim(), null);
    }
}
