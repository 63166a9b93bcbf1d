namespace Fleet.Linux.Processes;

/// <summary>RLIMIT_* in the words of ulimit and docker (getrlimit(2); asm-generic/resource.h, the same on x86-64 and arm64).</summary>
public static class RlimitNames
{
    private static readonly string[] Names =
    [
        "cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending", "msgqueue", "nice",
        "rtprio", "rttime",
    ];

    public static string Of(int resource) => resource >= 0 && resource < Names.Length ? Names[resource] : $"number {resource}";

    /// <summary>-1 for an unknown name; <c>RLIMIT_</c> before it is passed over.</summary>
    public static int Number(string name) => Array.IndexOf(
        Names, (name.StartsWith("RLIMIT_", StringComparison.OrdinalIgnoreCase) ? name["RLIMIT_".Length..] : name).ToLowerInvariant());
}
