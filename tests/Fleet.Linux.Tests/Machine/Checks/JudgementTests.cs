using Fleet.Linux.Machine.Checks;

namespace Fleet.Linux.Tests.Machine.Checks;

/// <summary>Judgements from readings of machines that are not this one.</summary>
public sealed class JudgementTests
{
    private static readonly MachineReadings Good = MachineReadings.Read("/") with
    {
        Root = true,
        Files = new Dictionary<string, string>
        {
            ["/proc/sys/kernel/osrelease"] = "6.12.1-amd64\n",
            ["/proc/filesystems"] = "nodev\tsysfs\nnodev\toverlay\n\text4\n",
            ["/proc/self/status"] = "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n",
            ["/proc/self/limits"] = "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max processes             96365                unlimited            processes \nMax open files            1024                 1048576              files     \n",
            ["/proc/pressure/cpu"] = "some avg10=0.00\n",
            ["/proc/sys/net/ipv4/ip_forward"] = "1\n",
            ["/proc/sys/fs/inotify/max_user_instances"] = "1024\n",
            ["/proc/sys/fs/inotify/max_user_watches"] = "524288\n",
        },
        Existing = new[] { "mnt", "pid", "net", "uts", "ipc", "cgroup", "user" }.Select(type => $"/proc/self/ns/{type}").Append("/dev/loop-control").ToHashSet(),
        Probes = Answers(22, ("lowerdir+", 0), ("overlay", 0), ("seccomp", 0)),
        Cgroups = new CgroupReadings
        {
            Unified = "/sys/fs/cgroup",
            UnifiedControllers = ["cpuset", "cpu", "io", "memory", "pids"],
            HandedDown = ["cpu"],
            Files = new HashSet<string> { "memory.swap.max", "cpu.max", "io.max", "io.bfq.weight", "cgroup.freeze" },
            Refused = [],
        },
        Storage = new StorageReadings("/var/lib/fleet", 0xEF53, 100L << 30, 50L << 30, 1_000_000, 900_000, true, null),
    };

    [Fact]
    public void A_machine_that_has_everything_is_all_ok_and_needs_no_cure()
    {
        var checks = MachineCheck.All(Good);
        Assert.DoesNotContain(checks, check => check.State != CheckState.Ok);
        Assert.All(checks, check => Assert.Equal("", check.Cure));
        Assert.True(MachineCheck.CanRun(checks));
        Assert.Equal(checks.Count, checks.Select(check => (check.Group, check.Name)).Distinct().Count());
    }

    [Fact]
    public void A_call_that_the_kernel_does_not_know_is_missing_and_Fleet_cannot_run() =>
        Expect(Good with { Probes = Answers(22, ("clone3", 38), ("lowerdir+", 0), ("seccomp", 0)) }, "clone3", CheckState.Missing, canRun: false);

    [Fact]
    public void A_container_in_the_hosts_cgroup_namespace_is_told_how_to_get_one_of_its_own()
    {
        var check = One(Good with { Cgroups = Good.Cgroups with { InHostsNamespace = true } }, "namespace", "cgroups");
        Assert.Equal(CheckState.Limited, check.State);
        Assert.Contains("--cgroupns private", check.Cure);
    }

    [Fact]
    public void Without_root_what_is_forbidden_could_not_be_seen() =>
        Expect(Good with { Root = false, Probes = Answers(22, ("fsopen", 1), ("lowerdir+", 0), ("seccomp", 0)) }, "fsopen", CheckState.Unknown, canRun: true);

    [Fact]
    public void As_root_what_is_forbidden_is_missing() =>
        Expect(Good with { Probes = Answers(22, ("fsopen", 1), ("lowerdir+", 0), ("seccomp", 0)) }, "fsopen", CheckState.Missing, canRun: false);

    [Theory]
    [InlineData("4.19.0-27-amd64", CheckState.Missing)]
    [InlineData("5.10.0-30-amd64", CheckState.Limited)]
    [InlineData("6.1.0", CheckState.Ok)]
    [InlineData("odd", CheckState.Unknown)]
    public void The_version_of_the_kernel_is_compared_by_its_numbers(string release, CheckState state) =>
        Assert.Equal(state, One(WithFile("/proc/sys/kernel/osrelease", release), "version").State);

    [Fact]
    public void A_type_of_namespace_that_is_switched_off_names_its_setting()
    {
        var check = One(WithFile("/proc/sys/user/max_net_namespaces", "0"), "net");
        Assert.Equal(CheckState.Missing, check.State);
        Assert.Contains("sysctl -w user.max_net_namespaces=", check.Cure);
    }

    [Fact]
    public void Namespaces_that_are_used_up_are_missing() => Expect(
        Good with { Probes = Answers(22, ("ns/pid", 28), ("lowerdir+", 0), ("seccomp", 0)) }, "pid", CheckState.Missing, canRun: false);

    [Fact]
    public void User_namespaces_are_wanted_and_not_needed() => Expect(
        Good with { Existing = Good.Existing.Where(path => !path.EndsWith("/user", StringComparison.Ordinal)).ToHashSet() }, "user", CheckState.Missing, canRun: true);

    [Fact]
    public void Memory_in_a_hierarchy_of_its_own_decides_for_version_1_beside_version_2()
    {
        var check = One(Good with { Cgroups = Good.Cgroups with { V1 = new Dictionary<string, string> { ["memory"] = "/m" } } }, "version", "cgroups");
        Assert.StartsWith("hybrid", check.Found);
    }

    [Fact]
    public void A_controller_that_is_missing_is_named() => Expect(
        Good with { Cgroups = Good.Cgroups with { UnifiedControllers = ["cpu", "pids"] } }, "memory", CheckState.Missing, canRun: false);

    [Fact]
    public void A_group_that_cannot_be_made_is_missing_with_the_errno()
    {
        var read = Good with { Cgroups = Good.Cgroups with { Refused = ["/sys/fs/cgroup: EROFS"] } };
        Expect(read, "groups can be made", CheckState.Missing, canRun: false);
        Assert.Contains("EROFS", One(read, "groups can be made").Found);
    }

    [Fact]
    public void No_swap_accounting_and_no_pressure_are_limits_with_what_to_boot_with()
    {
        var read = Good with { Cgroups = Good.Cgroups with { Files = new HashSet<string> { "cgroup.freeze" } }, Files = Good.Files.Where(file => file.Key != "/proc/pressure/cpu").ToDictionary() };
        Assert.Contains("swapaccount=1", One(read, "swap accounting").Cure);
        Assert.Contains("psi=1", One(read, "pressure (PSI)").Cure);
        Assert.True(MachineCheck.CanRun(MachineCheck.All(read)));
    }

    [Fact]
    public void A_capability_that_root_was_left_without_is_told_by_name()
    {
        var read = WithFile("/proc/self/status", "Uid:\t0\nGid:\t0\nCapEff:\t000001fffeffffff\n");     // bit 24
        Expect(read, "CAP_SYS_RESOURCE", CheckState.Limited, canRun: true);
        Assert.Contains("--cap-add SYS_RESOURCE", One(read, "CAP_SYS_RESOURCE").Cure);
    }

    [Theory]
    [InlineData(0x794C7630, "overlay", CheckState.Missing)]
    [InlineData(0x01021994, "tmpfs", CheckState.Limited)]
    [InlineData(0x58465342, "xfs", CheckState.Ok)]
    public void The_state_folder_must_lie_where_overlay_can_write(long type, string name, CheckState state)
    {
        var check = One(Good with { Storage = Good.Storage with { Type = type } }, "file system");
        Assert.StartsWith(name, check.Found);
        Assert.Equal(state, check.State);
    }

    [Fact]
    public void A_full_disk_and_a_full_table_of_inodes_are_missing_room()
    {
        Expect(Good with { Storage = Good.Storage with { BytesFree = 1 << 20 } }, "disk space", CheckState.Missing, canRun: false);
        Expect(Good with { Storage = Good.Storage with { InodesFree = 10 } }, "inodes", CheckState.Missing, canRun: false);
        Expect(Good with { Storage = Good.Storage with { Inodes = 0, InodesFree = 0 } }, "inodes", CheckState.Ok, canRun: true);
    }

    [Fact]
    public void A_clock_that_was_set_back_is_seen_by_what_was_written_later() => Assert.Contains(
        "set back", One(Good with { Storage = Good.Storage with { Modified = Good.Now.AddHours(1) } }, "clock").Cure);

    private static MachineReadings WithFile(string path, string text) => Good with { Files = new Dictionary<string, string>(Good.Files) { [path] = text } };

    private static MachineCheck One(MachineReadings read, string name, string? group = null) =>
        MachineCheck.All(read).First(check => check.Name == name && (group is null || check.Group == group));

    private static void Expect(MachineReadings read, string name, CheckState state, bool canRun)
    {
        var check = One(read, name);
        Assert.Equal(state, check.State);
        Assert.NotEqual(state != CheckState.Ok, check.Cure.Length == 0);
        Assert.Equal(canRun, MachineCheck.CanRun(MachineCheck.All(read)));
    }

    private static Dictionary<string, int> Answers(int calls, params (string Name, int Error)[] others)
    {
        string[] known = ["clone3", "openat2", "pidfd_open", "pidfd_send_signal", "mount_setattr", "open_tree", "move_mount", "fsopen", "close_range", "bpf"];
        var answers = known.ToDictionary(name => name, _ => calls);
        foreach (var (name, error) in others)
        {
            answers[name] = error;
        }

        return answers;
    }
}
