namespace Fleet.Linux.Cgroups;

/// <summary>Whether this process runs in a container that was not given a cgroup namespace of its own (cgroup_namespaces(7)).</summary>
public static class CgroupNamespace
{
    // The kernel's first namespaces have fixed numbers (include/linux/proc_ns.h): everybody else's are counted from elsewhere.
    private const string FirstCgroup = "cgroup:[4026531835]", FirstPid = "pid:[4026531836]";

    public const string Cure = "start the container with --cgroupns private; where there is no such word, as in Compose's files before 2.x, start dockerd with "
        + "--default-cgroupns-mode private";

    /// <param name="proc">Normally /proc.</param>
    public static bool IsHosts(string proc = "/proc") => Link(proc, "cgroup") == FirstCgroup && Link(proc, "pid") is { } pid && pid != FirstPid;

    /// <summary>What to tell the user; null when all is well.</summary>
    public static string? Notice(string proc = "/proc") => IsHosts(proc)
        ? $"this agent is in a container, but in the host's cgroup namespace: it sees the host's groups and not its own container's limits, and nodes on one host meet in the same groups. To cure it, {Cure}"
        : null;

    private static string? Link(string proc, string name)
    {
        try
        {
            return new FileInfo($"{proc}/self/ns/{name}").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
