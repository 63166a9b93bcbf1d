namespace Fleet.Linux.Machine.Checks;

/// <summary>Control groups: version, controllers, and what each can do.</summary>
internal static class CgroupChecks
{
    private const string Group = "cgroups";
    private const string BootMemory = "boot with cgroup_enable=memory swapaccount=1";

    // Names of the controller and of the file that shows the ability, in version 1 and 2.
    private static readonly (string Name, string V1, string V2, string Meaning, bool Needed)[] Controllers =
    [
        ("cpu", "cpu", "cpu", "shares and quotas of CPU time", true),
        ("cpu accounting", "cpuacct", "cpu", "CPU time used", true),
        ("cpuset", "cpuset", "cpuset", "containers on chosen CPUs", false),
        ("memory", "memory", "memory", "limits of memory, and kills inside of the container only", true),
        ("pids", "pids", "pids", "limits of processes", false),
        ("block io", "blkio", "io", "limits and figures of disks", false),
        ("devices", "devices", "", "which devices a container may open", true),
        ("freezer", "freezer", "", "pause, and kills that nothing escapes from", true),
    ];

    private static readonly (string Name, string V1, string V2, string Meaning, string Cure)[] Abilities =
    [
        ("swap accounting", "memory.memsw.limit_in_bytes", "memory.swap.max", "limits of memory and swap together", BootMemory),
        ("cpu quota", "cpu.cfs_quota_us", "cpu.max", "--cpus", "use a kernel built with CONFIG_CFS_BANDWIDTH"),
        ("io throttle", "blkio.throttle.read_bps_device", "io.max", "--device-read-bps and its kin", "use a kernel built with CONFIG_BLK_DEV_THROTTLING"),
        ("io weight", "blkio.bfq.weight", "io.bfq.weight", "--blkio-weight", "use a kernel built with CONFIG_BFQ_GROUP_IOSCHED, and bfq as the disk's scheduler"),
    ];

    public static IEnumerable<MachineCheck> Of(CgroupReadings read, MachineReadings machine)
    {
        yield return MachineCheck.Judge(
            Group, "version", read.Version == 0 ? CheckState.Missing : CheckState.Ok,
            read.Version switch { 0 => "none is mounted", 1 => read.Unified is null ? "v1" : "hybrid: v1 with controllers, v2 beside it", _ => "v2" },
            "limits, figures and ends of containers", "mount -t cgroup2 none /sys/fs/cgroup, or a kernel built with CONFIG_CGROUPS", needed: true);
        if (read.Version == 0)
        {
            yield break;
        }

        foreach (var (name, v1, v2, meaning, needed) in Controllers)
        {
            yield return Controller(read, machine, name, read.Version == 1 ? v1 : v2, meaning, needed);
        }

        foreach (var (name, v1, v2, meaning, cure) in Abilities)
        {
            string file = read.Version == 1 ? v1 : v2;
            bool there = read.Files.Contains(file);
            yield return MachineCheck.Judge(
                Group, name, there ? CheckState.Ok : read.Files.Count == 0 ? CheckState.Unknown : CheckState.Limited,
                there ? file : $"no {file} in any group seen", meaning, cure);
        }

        yield return Delegation(read);
        yield return MachineCheck.Judge(
            Group, "namespace", read.InHostsNamespace ? CheckState.Limited : CheckState.Ok,
            read.InHostsNamespace ? "in a container, but in the host's" : "its own, or on the host", "a node in a container sees that container's limits and makes its groups below it",
            Cgroups.CgroupNamespace.Cure);
        bool pressure = machine.File("/proc/pressure/cpu") is not null;
        yield return MachineCheck.Judge(
            Group, "pressure (PSI)", pressure ? CheckState.Ok : CheckState.Limited, pressure ? "/proc/pressure" : "not kept",
            "shows how long work waits for CPU, memory and disks", "boot with psi=1, on a kernel built with CONFIG_PSI");
    }

    private static MachineCheck Controller(CgroupReadings read, MachineReadings machine, string name, string controller, string meaning, bool needed)
    {
        if (controller.Length > 0)
        {
            bool there = read.Controllers.Contains(controller);
            return MachineCheck.Judge(
                Group, name, there ? CheckState.Ok : needed ? CheckState.Missing : CheckState.Limited, there ? controller : $"no controller {controller}", meaning,
                controller == "memory" ? BootMemory : $"enable it in the kernel (cgroup_disable, CONFIG_CGROUP_*), and above Fleet where it is not handed down", needed);
        }

        // In version 2 both are no controllers: a file of every group, and a BPF program.
        bool has = name == "devices"
            ? machine.Probes.GetValueOrDefault("bpf", MachineReadings.NotImplemented) != MachineReadings.NotImplemented
            : read.Files.Contains("cgroup.freeze");
        return MachineCheck.Judge(
            Group, name, has ? CheckState.Ok : CheckState.Missing, has ? name == "devices" ? "bpf" : "cgroup.freeze" : "not there", meaning,
            name == "devices" ? "use a kernel built with CONFIG_CGROUP_BPF" : "needs Linux 5.2", needed: true);
    }

    private static MachineCheck Delegation(CgroupReadings read)
    {
        const string Meaning = "Fleet makes its groups below a parent of its own";
        if (read.Refused is not { } refused)
        {
            return MachineCheck.Judge(Group, "groups can be made", CheckState.Unknown, "not tried without root", Meaning, "run it as root to see", needed: true);
        }

        return MachineCheck.Judge(
            Group, "groups can be made", refused.Count == 0 ? CheckState.Ok : CheckState.Missing,
            refused.Count > 0 ? string.Join(", ", refused) : read.Version == 1 ? "in each hierarchy" : $"handed down: {string.Join(' ', read.HandedDown)}",
            Meaning, "mount the cgroups writable; in a container: --privileged with --cgroupns private", needed: true);
    }
}
