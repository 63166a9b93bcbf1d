using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Spec;

/// <summary>What a container gets when nobody says otherwise; docker's values where docker has them (moby oci/defaults.go).</summary>
public static class RuntimeSpecDefaults
{
    /// <summary>The mask a80425fb that docker's users see in /proc/self/status.</summary>
    public static IReadOnlyList<string> Capabilities { get; } =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID",
        "CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
    ];

    public static IReadOnlyList<string> MaskedPaths { get; } =
    [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
        "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    public static IReadOnlyList<string> ReadonlyPaths { get; } =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    public const string Path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Making any node is allowed, opening only the harmless ones: null, zero, full, random, urandom, tty, console, ptmx, pts.</summary>
    public static IReadOnlyList<DeviceRule> DeviceRules { get; } =
    [
        new(false, DeviceKind.All, null, null, DeviceAccess.All),
        new(true, DeviceKind.Character, null, null, DeviceAccess.Mknod),
        new(true, DeviceKind.Block, null, null, DeviceAccess.Mknod),
        Open(1, 3), Open(1, 5), Open(1, 7), Open(1, 8), Open(1, 9), Open(5, 0), Open(5, 1), Open(5, 2),
        new(true, DeviceKind.Character, 136, null, DeviceAccess.All),
    ];

    public static IReadOnlyList<DeviceSpec> Devices { get; } =
    [
        Node("/dev/null", 1, 3), Node("/dev/zero", 1, 5), Node("/dev/full", 1, 7),
        Node("/dev/random", 1, 8), Node("/dev/urandom", 1, 9), Node("/dev/tty", 5, 0),
    ];

    /// <param name="sharedMemory">Size of /dev/shm in bytes; docker's 64 MiB by default.</param>
    public static IReadOnlyList<MountSpec> Mounts(long sharedMemory = 64 << 20) =>
    [
        new() { Destination = "/proc", Type = "proc", Source = "proc", Options = ["nosuid", "noexec", "nodev"] },
        new() { Destination = "/dev", Type = "tmpfs", Source = "tmpfs", Options = ["nosuid", "strictatime", "mode=755", "size=65536k"] },
        new()
        {
            Destination = "/dev/pts", Type = "devpts", Source = "devpts",
            Options = ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"],
        },
        new() { Destination = "/sys", Type = "sysfs", Source = "sysfs", Options = ["nosuid", "noexec", "nodev", "ro"] },
        new() { Destination = "/sys/fs/cgroup", Type = "cgroup", Source = "cgroup", Options = ["ro", "nosuid", "noexec", "nodev"] },
        new() { Destination = "/dev/mqueue", Type = "mqueue", Source = "mqueue", Options = ["nosuid", "noexec", "nodev"] },
        new()
        {
            Destination = "/dev/shm", Type = "tmpfs", Source = "shm",
            Options = ["nosuid", "noexec", "nodev", "mode=1777", $"size={sharedMemory}"],
        },
    ];

    /// <summary>A whole specification to change by <c>with</c>: own namespaces of every kind but user, <c>/</c> as folder, root as user.</summary>
    public static RuntimeSpec Create(IReadOnlyList<string> args) => new()
    {
        Process = new ProcessSpec { Args = args, Env = [Path], Capabilities = CapabilitiesSpec.Of(Capabilities) },
        Root = new RootSpec(),
        Mounts = Mounts(),
        Linux = new LinuxSpec
        {
            Namespaces = [new("mount"), new("pid"), new("network"), new("uts"), new("ipc"), new("cgroup")],
            Devices = Devices,
            Seccomp = SeccompSpec.Default,
            MaskedPaths = MaskedPaths,
            ReadonlyPaths = ReadonlyPaths,
        },
    };

    private static DeviceRule Open(uint major, uint minor) => new(true, DeviceKind.Character, major, minor, DeviceAccess.All);

    private static DeviceSpec Node(string path, long major, long minor) =>
        new() { Path = path, Type = "c", Major = major, Minor = minor, FileMode = 0x1B6 /* 0666 */, Uid = 0, Gid = 0 };
}
