namespace Fleet.Shim.Protocol;

/// <summary>The kinds of namespaces(7).</summary>
public enum NamespaceKind : byte
{
    Mount = 0,
    Uts = 1,
    Ipc = 2,
    Pid = 3,
    Network = 4,
    Cgroup = 5,
    User = 6,
    Time = 7,
}

/// <summary>A namespace that is not the host's: new, or where <see cref="Path"/> is set, joined.</summary>
public sealed record NamespacePlan(NamespaceKind Kind, string Path = "")
{
    /// <summary>All but the user and the time namespace, all new.</summary>
    public static IReadOnlyList<NamespacePlan> AllNew { get; } =
    [
        new(NamespaceKind.Mount), new(NamespaceKind.Uts), new(NamespaceKind.Ipc),
        new(NamespaceKind.Pid), new(NamespaceKind.Network), new(NamespaceKind.Cgroup),
    ];
}

/// <summary>A line of uid_map or gid_map (user_namespaces(7)).</summary>
public readonly record struct IdMapping(uint Inside, uint Outside, uint Count);
