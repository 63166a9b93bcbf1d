using System.Text;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>Born into a group of the unified hierarchy.</summary>
public sealed class UnifiedCgroupTests : IDisposable
{
    private readonly UnifiedCgroup _group;
    private readonly TestContainer _container;

    public UnifiedCgroupTests()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        Skip.IfNot(UnifiedCgroup.Missing.Length == 0, UnifiedCgroup.Missing);
        _group = new UnifiedCgroup();
        _container = new TestContainer();
    }

    public void Dispose()
    {
        _container?.Dispose();
        _group?.Dispose();
    }

    [SkippableFact]
    public void It_is_in_its_group_and_sees_it_as_the_root()
    {
        ShimConfig config = _container.Shell("grep ^0: /proc/self/cgroup; cat /sys/fs/cgroup/cgroup.procs | head -1; mkdir /sys/fs/cgroup/x 2>/dev/null || echo refused");
        Assert.Null(_container.Create(config with { Cgroup = _group.Plan }));
        Assert.Equal([_container.ReadState().Pid.ToString()], File.ReadAllLines($"{_group.Folder}/cgroup.procs"));
        ShimClient client = _container.Connect();
        client.Attach();
        client.Start();
        using var output = new MemoryStream();
        client.FollowToExit(output, output);
        Assert.Equal("0::/\n1\nrefused\n", Encoding.ASCII.GetString(output.ToArray()));
    }

    [SkippableFact]
    public void Exec_is_born_into_it_too()
    {
        _container.CreateAndStart(_container.Config("sleep", "1000") with { Cgroup = _group.Plan });
        using ShimClient client = _container.Connect();
        Assert.Null(client.Exec("e", new ProcessPlan { Args = ["sleep", "1000"], Env = ["PATH=/bin"] }));
        Assert.Equal(2, File.ReadAllLines($"{_group.Folder}/cgroup.procs").Length);
    }

    [SkippableFact]
    public void What_is_left_in_it_is_killed_with_the_first_process()
    {
        ShimConfig config = _container.Shell("sleep 1000 & sleep 1000 & exit 0");
        _container.Run(config with { Cgroup = _group.Plan, Namespaces = config.Namespaces.Where(plan => plan.Kind != NamespaceKind.Pid).ToArray() });
        _container.AwaitShim();
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllLines($"{_group.Folder}/cgroup.procs").Length == 0, TimeSpan.FromSeconds(10)));
    }

    [SkippableFact]
    public void A_group_that_is_not_there_is_named()
    {
        FailedMessage? failed = _container.Create(_container.Shell("true") with { Cgroup = _group.Plan with { Folders = [_group.Folder + "-not"] } });
        Assert.Contains(_group.Folder + "-not", failed!.Text);
    }
}
