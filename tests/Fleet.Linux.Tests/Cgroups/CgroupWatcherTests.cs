using Fleet.Linux.Cgroups;
using Fleet.Linux.Cgroups.Watching;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class CgroupWatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task The_kernel_calls_when_it_kills_for_want_of_memory()
    {
        using var test = new TestGroup();
        test.Group.Apply(new CgroupLimits { Memory = 20 << 20, MemoryAndSwap = 20 << 20 });
        using var watcher = new CgroupWatcher();
        using var called = new SemaphoreSlim(0);
        using var watched = watcher.Watch(test.Group, () => called.Release());
        Assert.Equal(0, test.Group.Incidents().OomKills);
        using var hungry = test.Run("sleep 1000 & tail /dev/zero");
        do
        {
            Assert.True(await called.WaitAsync(Patience), "the kernel did not call");
        }
        while (test.Group.Incidents().OomKills == 0);
        Assert.Equal(test.Group.Statistics().Memory.OomKills, test.Group.Incidents().OomKills);
    }

    [SkippableFact]
    public async Task Refused_forks_are_counted_in_their_group_and_the_kernel_calls_for_them_in_version_2()
    {
        using var test = new TestGroup();
        using var other = new TestGroup();
        test.Group.Apply(new CgroupLimits { Pids = 2 });
        using var watcher = new CgroupWatcher();
        using var called = new SemaphoreSlim(0);
        using var watched = watcher.Watch(test.Group, () => called.Release());
        using var calm = watcher.Watch(other.Group, () => Assert.Fail("nothing happened there"));
        using var forking = test.Run("sleep 1000 & sleep 1000 & sleep 1000 & wait");
        Assert.True(test.Driver.Version == 1 || await called.WaitAsync(Patience), "the kernel did not call");
        Assert.True(forking.WaitForExit(Patience), "the shell goes on although it could not fork");
        Assert.Equal(1, test.Group.Incidents().RefusedForks);
        Assert.Equal(0, other.Group.Incidents().RefusedForks);
    }

    [SkippableFact]
    public void A_group_may_go_before_its_watching_ends()
    {
        using var watcher = new CgroupWatcher();
        IDisposable watched;
        ICgroup group;
        using (var test = new TestGroup())
        {
            group = test.Group;
            watched = watcher.Watch(group, () => { });
        }

        Assert.ThrowsAny<IOException>(() => watcher.Watch(group, () => { }));
        watched.Dispose();
    }
}
