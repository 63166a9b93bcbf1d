using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Namespaces of others, joined by setns, and clocks of its own.</summary>
public class JoinTests
{
    private static TestContainer New()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        return new TestContainer();
    }

    private static string Run(TestContainer container, ShimConfig config)
    {
        (ExitRecord exit, string output) = container.Run(config);
        Assert.True(exit.Code == 0, $"exit {exit.Code} {exit.Error}: {output}");
        return output;
    }

    private static ShimConfig Joining(ShimConfig config, NamespaceKind kind, string path) => config with
    {
        Hostname = kind == NamespaceKind.Uts ? "" : config.Hostname,
        Namespaces = [.. NamespacePlan.AllNew.Select(plan => plan.Kind == kind ? plan with { Path = path } : plan)],
    };

    [SkippableTheory]
    [InlineData(NamespaceKind.Pid, "pid")]
    [InlineData(NamespaceKind.Ipc, "ipc")]
    [InlineData(NamespaceKind.Uts, "uts")]
    [InlineData(NamespaceKind.Network, "net")]
    [InlineData(NamespaceKind.Cgroup, "cgroup")]
    public void A_namespace_by_path_is_the_very_same(NamespaceKind kind, string file)
    {
        using TestContainer first = New(), second = New();
        first.CreateAndStart(first.Config("sleep", "1000"));
        string path = $"/proc/{first.ReadState().Pid}/ns/{file}";
        string expected = new FileInfo(path).LinkTarget!;
        Assert.Equal(expected + "\n", Run(second, Joining(second.Config("readlink", $"/proc/self/ns/{file}"), kind, path)));
        Assert.NotEqual(expected, new FileInfo($"/proc/self/ns/{file}").LinkTarget);
    }

    [SkippableFact]
    public void In_anothers_pid_namespace_it_is_no_first_process_and_exec_joins_it_there()
    {
        using TestContainer first = New(), second = New();
        first.CreateAndStart(first.Config("sleep", "1000"));
        second.CreateAndStart(Joining(second.Config("sleep", "999"), NamespaceKind.Pid, $"/proc/{first.ReadState().Pid}/ns/pid"));
        using ShimClient client = second.Connect();
        Assert.Null(client.Exec("e", new ProcessPlan { Args = ["sh", "-c", "ps -o args | grep -c ^sleep; cat /proc/1/cmdline | tr '\\0' ' '"], Env = ["PATH=/bin"] }));
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExecExit(output, output).Code);
        Assert.Equal("2\nsleep 1000 ", System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    [SkippableFact]
    public void A_path_of_another_kind_is_refused()
    {
        using TestContainer container = New();
        FailedMessage? failed = container.Create(Joining(container.Config("true"), NamespaceKind.Uts, "/proc/self/ns/net"));
        Assert.Contains("join the uts namespace", failed!.Text);
    }

    [SkippableFact]
    public void Shared_memory_of_another_container_is_the_same_file_system()
    {
        using TestContainer first = New(), second = New();
        first.CreateAndStart(first.Shell("echo hi > /dev/shm/word; echo up; exec sleep 1000"));
        first.AwaitOutput("up");
        ShimConfig config = second.Shell("cat /dev/shm/word; grep -c ' /dev/shm ' /proc/self/mountinfo");
        string space = $"/proc/{first.ReadState().Pid}/ns/mnt";
        Assert.Equal("hi\n1\n", Run(second, config with
        {
            Mounts = [.. config.Mounts.Where(mount => mount.Target != "/dev/shm"), new MountPlan(MountPlan.Shared, space, "/dev/shm")],
        }));
    }

    [SkippableFact]
    public void Shared_memory_that_the_other_lacks_is_told()
    {
        using TestContainer first = New(), second = New();
        ShimConfig without = first.Config("sleep", "1000");
        first.CreateAndStart(without with { Mounts = [.. without.Mounts.Where(mount => mount.Target != "/dev/shm")] });
        ShimConfig config = second.Config("true");
        FailedMessage? failed = second.Create(config with { Mounts = [.. config.Mounts, new MountPlan(MountPlan.Shared, $"/proc/{first.ReadState().Pid}/ns/mnt", "/dev/shm")] });
        Assert.Contains("--ipc none", failed!.Text);
    }

    [SkippableFact]
    public void Clocks_of_its_own_hold_for_exec_too_and_leave_the_shims_alone()
    {
        using TestContainer container = New();
        container.CreateAndStart(container.Config("sleep", "1000") with
        {
            Namespaces = [.. NamespacePlan.AllNew, new NamespacePlan(NamespaceKind.Time)],
            TimeOffsets = "boottime 864000 0\nmonotonic 1000 0\n",
        });
        ShimState state = container.ReadState();
        Assert.NotEqual(new FileInfo("/proc/self/ns/time").LinkTarget, new FileInfo($"/proc/{state.Pid}/ns/time").LinkTarget);
        Assert.Equal(new FileInfo("/proc/self/ns/time").LinkTarget, new FileInfo($"/proc/{container.ShimPid}/ns/time").LinkTarget);
        using ShimClient client = container.Connect();
        Assert.Null(client.Exec("e", new ProcessPlan { Args = ["sh", "-c", "readlink /proc/self/ns/time; cut -d. -f1 /proc/uptime"], Env = ["PATH=/bin"] }));
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExecExit(output, output).Code);
        string[] lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.Equal(new FileInfo($"/proc/{state.Pid}/ns/time").LinkTarget, lines[0]);
        double here = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(long.Parse(lines[1]) - 864_000, here - 60, here + 1);
    }

    [SkippableFact]
    public void A_clock_before_the_boot_is_refused_in_words()
    {
        using TestContainer container = New();
        FailedMessage? failed = container.Create(container.Config("true") with
        {
            Namespaces = [.. NamespacePlan.AllNew, new NamespacePlan(NamespaceKind.Time)], TimeOffsets = "boottime -999999999 0\n",
        });
        Assert.Contains("beyond the boot", failed!.Text);
    }

    [SkippableFact]
    public void In_the_hosts_cgroup_namespace_the_group_is_shown_by_its_whole_name()
    {
        using TestContainer container = New();
        ShimConfig config = container.Shell("cut -d: -f3 /proc/self/cgroup | sort -u | head -1; readlink /proc/self/ns/cgroup");
        string[] lines = Run(container, config with { Namespaces = [.. NamespacePlan.AllNew.Where(plan => plan.Kind != NamespaceKind.Cgroup)] }).Split('\n');
        Assert.Equal(new FileInfo("/proc/self/ns/cgroup").LinkTarget, lines[1]);
    }
}
