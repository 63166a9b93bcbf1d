using System.Text;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>The container in its group: placement, view, memory, pids.</summary>
public sealed class CgroupTests : IDisposable
{
    private readonly TestCgroup _group;
    private readonly TestContainer _container;

    public CgroupTests()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        Skip.IfNot(TestCgroup.Missing.Length == 0, TestCgroup.Missing);
        _group = new TestCgroup();
        _container = new TestContainer();
    }

    public void Dispose()
    {
        _container?.Dispose();
        _group?.Dispose();
    }

    private ShimConfig Grouped(ShimConfig config) => config with { Cgroup = _group.Plan };

    [SkippableFact]
    public void It_is_in_its_groups_before_it_runs_and_the_shim_is_not()
    {
        Assert.Null(_container.Create(Grouped(_container.Shell("true"))));
        string pid = _container.ReadState().Pid.ToString();
        foreach (string hierarchy in new[] { "memory", "pids", "cpu" })
        {
            Assert.Equal([pid], _group.Processes(hierarchy));
        }
    }

    [SkippableFact]
    public void It_sees_its_own_group_as_the_root_and_read_only()
    {
        _group.Set("memory", "memory.limit_in_bytes", "67108864");
        (_, string output) = _container.Run(Grouped(_container.Shell(
            "cat /sys/fs/cgroup/memory/memory.limit_in_bytes; readlink /sys/fs/cgroup/cpu-too; grep memory: /proc/self/cgroup | cut -d: -f3; cat /sys/fs/cgroup/pids/cgroup.procs | head -1;"
            + "(echo 1 > /sys/fs/cgroup/pids/pids.max) 2>/dev/null || echo refused; mkdir /sys/fs/cgroup/x 2>/dev/null || echo refused")));
        Assert.Equal("67108864\ncpu\n/\n1\nrefused\nrefused\n", output);
    }

    [SkippableFact]
    public void It_sees_its_group_in_a_user_namespace_too()
    {
        _group.Set("memory", "memory.limit_in_bytes", "67108864");
        (ExitRecord exit, string output) = _container.Run(Grouped(_container.Shell(
            "cat /sys/fs/cgroup/memory/memory.limit_in_bytes; (echo 1 > /sys/fs/cgroup/pids/pids.max) 2>/dev/null || echo refused")) with
        {
            Namespaces = [.. NamespacePlan.AllNew, new NamespacePlan(NamespaceKind.User)],
            UidMappings = [new IdMapping(0, 700_000, 65536)],
            GidMappings = [new IdMapping(0, 700_000, 65536)],
        });
        Assert.Equal(("67108864\nrefused\n", ""), (output, exit.Error));
    }

    [SkippableFact]
    public void Memory_beyond_the_limit_is_told_as_out_of_memory()
    {
        _group.Set("memory", "memory.limit_in_bytes", "33554432");
        (ExitRecord exit, _) = _container.Run(Grouped(_container.Config("dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1")));
        Assert.Equal((137, 9, true, true), (exit.Code, exit.Signal, exit.OomKilled, exit.OomKills > 0));
    }

    [SkippableFact]
    public void A_plain_kill_is_not_told_as_out_of_memory()
    {
        _container.CreateAndStart(Grouped(_container.Config("sleep", "1000")));
        ShimClient client = _container.Connect();
        client.Signal(9);
        Assert.False(client.Wait().OomKilled);
    }

    [SkippableFact]
    public void A_killed_child_is_counted_but_the_end_of_the_first_process_is_its_own()
    {
        _group.Set("memory", "memory.limit_in_bytes", "33554432");
        (ExitRecord exit, _) = _container.Run(Grouped(_container.Shell("dd if=/dev/zero of=/dev/null bs=200M count=1; exit 3")));
        Assert.Equal((3, false, 1L), (exit.Code, exit.OomKilled, exit.OomKills));
    }

    [SkippableFact]
    public void Exec_is_in_the_same_groups_and_works_at_the_pids_limit()
    {
        _container.CreateAndStart(Grouped(_container.Shell("sleep 1000 & sleep 1000 & wait")));
        SpinWait.SpinUntil(() => _group.Processes("pids").Length == 3, TimeSpan.FromSeconds(10));
        _group.Set("pids", "pids.max", "3");
        using ShimClient client = _container.Connect();
        Assert.Null(client.Exec("e", new ProcessPlan { Args = ["cat", "/proc/self/cgroup"], Env = ["PATH=/bin"] }));
        using var output = new MemoryStream();
        Assert.Equal(0, client.FollowToExecExit(output, output).Code);
        Assert.Contains(":memory:/\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [SkippableFact]
    public void What_is_left_in_the_group_is_killed_with_the_first_process()
    {
        ShimConfig config = Grouped(_container.Shell("sleep 1000 & sleep 1000 & exit 0"));
        _container.Run(config with { Namespaces = config.Namespaces.Where(plan => plan.Kind != NamespaceKind.Pid).ToArray() });
        _container.AwaitShim();
        Assert.True(SpinWait.SpinUntil(() => _group.Processes("pids").Length == 0, TimeSpan.FromSeconds(10)));
    }
}
