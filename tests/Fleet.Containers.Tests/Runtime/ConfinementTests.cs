using Fleet.Containers.Spec;
using Fleet.Containers.Tests.Support;

namespace Fleet.Containers.Tests.Runtime;

public sealed class ConfinementTests
{
    private const string Capabilities = "grep -E 'CapEff|CapBnd|CapPrm|CapAmb|Seccomp:|NoNewPrivs' /proc/self/status | tr -d '\\t'";

    [SkippableFact]
    public async Task Root_inside_has_dockers_capabilities_and_a_filter()
    {
        await using var bench = new Bench();
        (_, string output) = await bench.RunAsync(bench.Shell("caps", Capabilities));
        Assert.Contains("CapEff:00000000a80425fb\n", output);
        Assert.Contains("CapBnd:00000000a80425fb\n", output);
        Assert.Contains("Seccomp:2\n", output);
        Assert.Contains("NoNewPrivs:0\n", output);
    }

    [SkippableFact]
    public async Task Another_user_has_the_bounding_set_alone()
    {
        await using var bench = new Bench();
        (_, string output) = await bench.RunAsync(bench.Shell("user", $"id -u; {Capabilities}") with { User = "user" });
        Assert.StartsWith("1000\n", output);
        Assert.Contains("CapEff:0000000000000000\n", output);
        Assert.Contains("CapPrm:0000000000000000\n", output);
        Assert.Contains("CapBnd:00000000a80425fb\n", output);
    }

    [SkippableFact]
    public async Task Mounting_is_refused_and_kernel_files_cannot_be_written()
    {
        await using var bench = new Bench();
        (_, string output) = await bench.RunAsync(bench.Shell(
            "mount", "mount -t tmpfs x /tmp || echo no-mount; echo 1 > /proc/sys/kernel/panic || echo no-sys; echo 1 > /sys/kernel/mm/x || echo no-sysfs; cat /proc/kcore | wc -c"));
        Assert.Contains("no-mount\n", output);
        Assert.Contains("no-sys\n", output);
        Assert.Contains("no-sysfs\n", output);
        Assert.Contains("\n0\n", output);
    }

    [SkippableFact]
    public async Task It_sees_its_own_limits_in_its_own_cgroup()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell(
            "cgroup", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; cut -d: -f3 /proc/self/cgroup | sort -u; (echo 1 > /sys/fs/cgroup/memory/memory.limit_in_bytes) 2>/dev/null || echo read-only")
            with { Limits = new() { Memory = 64 << 20 } };
        (_, string output) = await bench.RunAsync(setup);
        Assert.StartsWith($"{64 << 20}\n/\n", output);
        Assert.EndsWith("read-only\n", output);
    }

    [SkippableFact]
    public async Task A_read_only_root_takes_no_file_and_still_gives_a_result()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("ro", "touch /x || echo no; echo yes > $FLEET_RESULT");
        RunningContainer container = await bench.StartAsync(setup with { Spec = setup.Spec with { Root = new RootSpec { Readonly = true } } });
        Assert.Equal(0, (await container.WaitAsync()).ExitCode);
        Assert.Contains("no\n", await Output.OfAsync(container));
        Assert.Equal("yes\n"u8.ToArray(), container.ReadResult());
    }

    [SkippableFact]
    public async Task A_read_only_bind_protects_what_is_mounted_below_as_well()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("rro", "touch /m/x || echo no; echo ok > /w/x && cat /w/x");
        string ro = Directory.CreateDirectory(Path.Combine(bench.Folder, "ro")).FullName;
        string rw = Directory.CreateDirectory(Path.Combine(bench.Folder, "rw")).FullName;
        (_, string output) = await bench.RunAsync(setup with
        {
            Spec = setup.Spec with
            {
                Mounts =
                [
                    .. setup.Spec.Mounts,
                    new MountSpec { Destination = "/m", Source = ro, Type = "bind", Options = ["rbind", "ro", "rro"] },
                    new MountSpec { Destination = "/w", Source = rw, Type = "bind", Options = ["rbind"] },
                ],
            },
        });
        Assert.Contains("no\n", output);
        Assert.Contains("ok\n", output);
        Assert.True(File.Exists(Path.Combine(rw, "x")));
    }

    [SkippableFact]
    public async Task A_kernel_parameter_of_its_own_namespace_is_set_and_the_hosts_stays()
    {
        await using var bench = new Bench();
        string before = File.ReadAllText("/proc/sys/kernel/shmmax");
        ContainerSetup setup = bench.Shell("sysctl", "cat /proc/sys/kernel/shmmax");
        var sysctl = new Dictionary<string, string> { ["kernel.shmmax"] = "100" };
        (_, string output) = await bench.RunAsync(setup with { Spec = setup.Spec with { Linux = setup.Spec.Linux with { Sysctl = sysctl } } });
        Assert.Equal("100\n", output);
        Assert.Equal(before, File.ReadAllText("/proc/sys/kernel/shmmax"));
    }

    [SkippableFact]
    public async Task With_a_user_namespace_root_inside_is_nobody_outside()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("userns", "id -u; cat /proc/self/uid_map | tr -s ' '; echo x > /tmp/file; echo 7 > $FLEET_RESULT; exec sleep 1000");
        IdMappingSpec[] map = [new(0, 200000, 65536)];
        RunningContainer container = await bench.StartAsync(setup with
        {
            Spec = setup.Spec with
            {
                Linux = setup.Spec.Linux with
                {
                    Namespaces = [.. setup.Spec.Linux.Namespaces, new NamespaceSpec("user")], UidMappings = map, GidMappings = map,
                },
            },
        });
        string status = File.ReadAllText($"/proc/{container.Pid}/status");
        Assert.Contains("Uid:\t200000\t200000", status);
        while (container.ReadResult() is null && container.Exit is null)
        {
            await Task.Delay(5);
        }

        Assert.StartsWith("0\n 0 200000 65536\n", await Output.OfAsync(container));
        Assert.Equal("7\n"u8.ToArray(), container.ReadResult());
    }
}
