using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Machine.Checks;

/// <summary>What was read of a machine and what its kernel answered: all that a judgement is made from.</summary>
public sealed record MachineReadings
{
    public const int PermissionDenied = 1, NoAccess = 13, NotImplemented = 38;

    private static readonly string[] Paths =
    [
        "/proc/sys/kernel/osrelease", "/proc/filesystems", "/proc/self/status", "/proc/self/limits", "/proc/pressure/cpu",
        "/proc/sys/net/ipv4/ip_forward", "/proc/sys/fs/inotify/max_user_instances", "/proc/sys/fs/inotify/max_user_watches",
        "/proc/sys/user/max_mnt_namespaces", "/proc/sys/user/max_pid_namespaces", "/proc/sys/user/max_net_namespaces",
        "/proc/sys/user/max_uts_namespaces", "/proc/sys/user/max_ipc_namespaces", "/proc/sys/user/max_cgroup_namespaces",
        "/proc/sys/user/max_user_namespaces",
    ];

    /// <summary>Whether the reader is root of its user namespace.</summary>
    public required bool Root { get; init; }

    /// <summary>The wall clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Contents of files below /proc; one that is not here could not be read.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Paths that exist: namespaces, devices.</summary>
    public required IReadOnlySet<string> Existing { get; init; }

    /// <summary>By call or namespace, the errno that a harmless try came back with; 0: it worked.</summary>
    public required IReadOnlyDictionary<string, int> Probes { get; init; }

    public required CgroupReadings Cgroups { get; init; }

    public required StorageReadings Storage { get; init; }

    /// <summary>Reads and tries everything; makes nothing that stays.</summary>
    /// <param name="stateFolder">Where the agent keeps its state; need not exist yet.</param>
    public static MachineReadings Read(string stateFolder)
    {
        bool root = Environment.IsPrivilegedProcess;
        return new MachineReadings
        {
            Root = root,
            Now = DateTimeOffset.UtcNow,
            Files = Paths.Select(path => (path, Text: CgroupFile.TryRead("/", path)))
                .Where(file => file.Text is not null).ToDictionary(file => file.path, file => file.Text!),
            Existing = NamespaceChecks.Paths.Concat(HostChecks.Paths).Where(Path.Exists).ToHashSet(),
            Probes = KernelProbes.Run(),
            Cgroups = CgroupReadings.Read(root),
            Storage = StorageReadings.Read(stateFolder),
        };
    }

    internal string? File(string path) => Files.GetValueOrDefault(path)?.Trim();

    internal long? Number(string path) => long.TryParse(File(path), out long number) ? number : null;
}
