namespace Fleet.Shim.Protocol;

/// <summary>The mounts every container has beside its root and its volumes, with docker's options.</summary>
public static class StandardMounts
{
    private const uint NoSuid = 2, NoDev = 4, NoExec = 8, ReadOnly = 1;
    private const uint Strict = NoSuid | NoDev | NoExec;

    /// <param name="shmBytes">Size of /dev/shm in bytes; docker's default is 64 MiB.</param>
    public static IReadOnlyList<MountPlan> All(long shmBytes = 64 << 20) =>
    [
        new("proc", "proc", "/proc") { Flags = Strict },
        new("tmpfs", "tmpfs", "/dev") { Flags = NoSuid, Data = "mode=755,size=65536k" },
        new("devpts", "devpts", "/dev/pts") { Flags = NoSuid | NoExec, Data = "newinstance,ptmxmode=0666,mode=0620,gid=5" },
        new("sysfs", "sysfs", "/sys") { Flags = Strict | ReadOnly },
        new(MountPlan.Cgroup, "cgroup", "/sys/fs/cgroup") { Flags = Strict | ReadOnly },
        new("mqueue", "mqueue", "/dev/mqueue") { Flags = Strict },
        new("tmpfs", "shm", "/dev/shm") { Flags = Strict, Data = $"mode=1777,size={shmBytes}" },
    ];

    /// <summary>Docker's masked paths: what tells about or reaches the host.</summary>
    public static IReadOnlyList<string> MaskedPaths { get; } =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug",
        "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    public static IReadOnlyList<string> ReadOnlyPaths { get; } =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];
}
