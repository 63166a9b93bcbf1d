namespace Fleet.Linux.Namespaces;

/// <summary>A kind of namespace as the kernel names it in three places (namespaces(7)).</summary>
/// <param name="Name">In <c>/proc/PID/ns</c>: <c>mnt</c>, <c>net</c>, ...</param>
/// <param name="FlagName">For clone(2), unshare(2) and setns(2): <c>CLONE_NEWNS</c>, ...</param>
/// <param name="Flag">That flag's value.</param>
public sealed record NamespaceType(string Name, string FlagName, CloneFlags Flag)
{
    /// <summary>All eight, in the order of <c>/proc/PID/ns</c>.</summary>
    public static IReadOnlyList<NamespaceType> All { get; } =
    [
        new("cgroup", "CLONE_NEWCGROUP", CloneFlags.NewCgroup),
        new("ipc", "CLONE_NEWIPC", CloneFlags.NewIpc),
        new("mnt", "CLONE_NEWNS", CloneFlags.NewNs),
        new("net", "CLONE_NEWNET", CloneFlags.NewNet),
        new("pid", "CLONE_NEWPID", CloneFlags.NewPid),
        new("time", "CLONE_NEWTIME", CloneFlags.NewTime),
        new("user", "CLONE_NEWUSER", CloneFlags.NewUser),
        new("uts", "CLONE_NEWUTS", CloneFlags.NewUts),
    ];
}
