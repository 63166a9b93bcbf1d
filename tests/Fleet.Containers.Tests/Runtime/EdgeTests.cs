using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Containers.Tests.Support;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Tests.Runtime;

public sealed class EdgeTests
{
    [SkippableFact]
    public async Task The_shim_stops_a_container_when_the_agent_stays_silent()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("silent", "trap 'exit 9' TERM; while :; do sleep 0.01; done") with
        {
            StopAfterSilence = TimeSpan.FromSeconds(1),
        };
        RunningContainer container = await bench.StartAsync(setup);
        await container.KeepAliveAsync();
        ExitRecord exit = await container.WaitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(9, exit.ExitCode);
        Assert.Contains("nothing was heard from the agent", exit.Message);
    }

    [SkippableFact]
    public async Task The_least_memory_that_is_allowed_is_enough_to_run()
    {
        await using var bench = new Bench();
        (ExitRecord exit, string output) = await bench.RunAsync(bench.Shell("small", "echo lives") with { Limits = new() { Memory = 6 << 20 } });
        Assert.Equal((0, "lives\n"), (exit.ExitCode, output));
        var refused = await Assert.ThrowsAsync<CgroupLimitException>(
            () => bench.Runtime.CreateAsync(bench.Setup("smaller", "true") with { Limits = new() { Memory = 4 << 20 } }));
        Assert.Contains("memory limit too low", refused.Message);
        Assert.Equal(["small"], bench.Runtime.ListIds());
    }

    [SkippableFact]
    public async Task The_smallest_share_of_a_cpu_is_enough_to_run()
    {
        await using var bench = new Bench();
        (ExitRecord exit, _) = await bench.RunAsync(bench.Setup("slow", "true") with { Limits = new() { Cpus = 0.01 } });
        Assert.Equal(0, exit.ExitCode);
    }

    [SkippableFact]
    public async Task Limits_change_while_it_runs_and_a_refusal_changes_nothing()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.Runtime.CreateAsync(
            bench.Shell("update", "dd if=/dev/zero of=/dev/shm/f bs=1M count=50 2>/dev/null; echo full; exec sleep 1000") with
            {
                Limits = new() { Memory = 256 << 20, Pids = 50 },
            });
        await using AttachSession session = await container.AttachAsync();
        await container.StartAsync();
        await session.Stdout.ReadExactlyAsync(new byte["full\n".Length]);
        container.UpdateLimits(new CgroupLimits { Pids = 60 });
        Assert.Throws<CgroupLimitException>(() => container.UpdateLimits(new CgroupLimits { Memory = 32 << 20 }));
        CgroupStatistics group = container.Statistics().Group;
        Assert.Equal((60, 256 << 20), (group.Pids.Limit, group.Memory.Limit));
        Assert.Equal(ContainerPhase.Running, container.Phase);
    }

    [SkippableFact]
    public async Task A_root_of_two_hundred_bytes_works()
    {
        await using var bench = new Bench();
        string folder = Path.Combine(bench.Folder, new string('l', 100), new string('m', 100));
        await using ContainerRuntime runtime = ContainerRuntime.Open(bench.Options with { StateFolder = folder });
        RunningContainer container = await runtime.CreateAsync(bench.Shell("long", "echo hello; exit 3"));
        await container.StartAsync();
        Assert.Equal(3, (await container.WaitAsync()).ExitCode);
        Assert.Equal("hello\n", await Output.OfAsync(container));
        await container.DeleteAsync();
        Assert.Empty(runtime.ListIds());
    }

    [SkippableFact]
    public async Task Many_at_once_come_and_go_without_a_trace()
    {
        await using var bench = new Bench();
        int before = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        await Parallel.ForEachAsync(Enumerable.Range(0, 24), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
        {
            RunningContainer container = await bench.StartAsync(bench.Shell($"m{i}", $"echo {i}; exit {i}"));
            Assert.Equal(i, (await container.WaitAsync(cancel)).ExitCode);
            Assert.Equal($"{i}\n", await Output.OfAsync(container));
            await container.DeleteAsync(cancel);
        });
        Assert.Empty(bench.Runtime.ListIds());
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, before + 8);
    }

    [SkippableFact]
    public async Task A_shim_that_is_none_is_named_and_nothing_stays()
    {
        await using var bench = new Bench();
        string text = Path.Combine(bench.Folder, "no-shim");
        File.WriteAllText(text, "");
        await using ContainerRuntime runtime = ContainerRuntime.Open(bench.Options with { ShimPath = text });
        var thrown = await Assert.ThrowsAnyAsync<IOException>(() => runtime.CreateAsync(bench.Setup("x", "true")));
        Assert.Contains(text, thrown.Message);
        Assert.Empty(runtime.ListIds());
    }

    [SkippableFact]
    public async Task Ended_inputs_end_at_once_a_hundred_times()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("eof", "sleep", "1000"));
        for (int i = 0; i < 100; i++)
        {
            await using ExecSession exec = await container.ExecAsync(new ExecSetup { Args = ["cat"], OpenStdin = true });
            await exec.Stdin!.DisposeAsync();
            Assert.Equal("", await Output.OfAsync(exec.Stdout).WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(0, await exec.WaitAsync());
        }
    }

    [SkippableFact]
    public async Task Two_containers_may_not_share_a_group()
    {
        await using var bench = new Bench();
        await bench.StartAsync(bench.Setup("a", "sleep", "1000"));
        var thrown = await Assert.ThrowsAsync<ContainerStateException>(
            () => bench.Runtime.CreateAsync(bench.Setup("b", "true") with { Cgroup = new CgroupPlace("job", "a") }));
        Assert.Contains("in use", thrown.Message);
        Assert.Equal(ContainerPhase.Running, (await bench.Runtime.AdoptAsync("a")).Phase);
    }
}
