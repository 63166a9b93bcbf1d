using Fleet.Containers.Tests.Support;

namespace Fleet.Containers.Tests.Runtime;

public sealed class LifeTests
{
    [SkippableFact]
    public async Task A_container_runs_writes_and_exits_with_its_code()
    {
        await using var bench = new Bench();
        (ExitRecord exit, string output) = await bench.RunAsync(bench.Shell("one", "echo hello; echo to-err >&2; exit 7"));
        Assert.Equal(7, exit.ExitCode);
        Assert.Null(exit.Signal);
        Assert.False(exit.OomKilled);
        Assert.Contains("hello\n", output);
        Assert.Contains("to-err\n", output);
        Assert.True(exit.StartedAt <= exit.FinishedAt);
    }

    [SkippableFact]
    public async Task Inside_it_has_its_own_host_name_files_and_processes()
    {
        await using var bench = new Bench();
        (_, string output) = await bench.RunAsync(bench.Shell(
            "inside", "hostname; cat /etc/hostname /etc/hosts /etc/resolv.conf; echo pid $$; ls /proc | grep -c '^[0-9]'; cat /proc/net/dev | grep -c :"));
        Assert.StartsWith("inside\ninside\n127.0.0.1 localhost\nnameserver 192.0.2.1\npid 1\n", output);
        Assert.EndsWith("\n1\n", output);   // only lo
    }

    [SkippableFact]
    public async Task The_hosts_mount_table_shows_no_line_for_a_container()
    {
        await using var bench = new Bench();
        string before = File.ReadAllText("/proc/self/mountinfo");
        RunningContainer container = await bench.StartAsync(bench.Shell("mounts", "exec sleep 1000"));
        Assert.DoesNotContain(bench.Folder, File.ReadAllText("/proc/self/mountinfo"));
        Assert.Contains("overlay", File.ReadAllText($"/proc/{container.Pid}/mountinfo"));
        Assert.NotEmpty(before);
    }

    [SkippableTheory]
    [InlineData("/bin/nosuch", 127)]
    [InlineData("nosuch", 127)]
    [InlineData("/etc", 126)]
    [InlineData("/etc/text", 126)]
    public async Task A_command_that_cannot_be_executed_tells_why_by_its_code(string command, int code)
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.Runtime.CreateAsync(bench.Setup("bad", command));
        var thrown = await Assert.ThrowsAsync<ContainerStartException>(() => container.StartAsync());
        Assert.Equal(code, thrown.ExitCodeHint);
        Assert.Contains(command, thrown.Message);
        ExitRecord exit = await container.WaitAsync();
        Assert.Equal(code, exit.ExitCode);
        Assert.Null(exit.StartedAt);
    }

    [SkippableFact]
    public async Task An_unknown_user_is_named_and_nothing_stays()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("nobody", "true") with { User = "ghost" };
        var thrown = await Assert.ThrowsAsync<ContainerStartException>(() => bench.Runtime.CreateAsync(setup));
        Assert.Equal(125, thrown.ExitCodeHint);
        Assert.Contains("ghost", thrown.Message);
        Assert.Empty(bench.Runtime.ListIds());
    }

    [SkippableFact]
    public async Task A_signal_ends_it_and_is_told()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("sig", "sleep", "1000"));
        Assert.True(container.Pid > 0);
        Assert.Equal(ContainerPhase.Running, container.Phase);
        await container.SignalAsync(9);
        ExitRecord exit = await container.WaitAsync();
        Assert.Equal(137, exit.ExitCode);
        Assert.Equal(9, exit.Signal);
        Assert.Equal(0, container.Pid);
        Assert.Equal(ContainerPhase.Exited, container.Phase);
        await Assert.ThrowsAsync<ContainerStateException>(() => container.SignalAsync(15));
    }

    [SkippableFact]
    public async Task Out_of_memory_is_told_as_that()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Setup("oom", "dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1") with
        {
            Limits = new() { Memory = 32 << 20, MemoryAndSwap = 32 << 20 },
        };
        (ExitRecord exit, _) = await bench.RunAsync(setup);
        Assert.Equal(137, exit.ExitCode);
        Assert.True(exit.OomKilled);
        Assert.Contains("out of memory", exit.Message);
    }

    [SkippableFact]
    public async Task A_paused_container_stands_still_and_can_be_killed()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("pause", "sleep", "1000"));
        await container.PauseAsync();
        Assert.Equal(ContainerPhase.Paused, container.Phase);
        await container.ResumeAsync();
        Assert.Equal(ContainerPhase.Running, container.Phase);
        await container.PauseAsync();
        await container.SignalAsync(9);
        Assert.Equal(137, (await container.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30))).ExitCode);
    }

    [SkippableFact]
    public async Task An_ended_container_can_be_made_anew_with_its_files_and_its_log()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("again", "cat /tmp/count 2>/dev/null; echo x >> /tmp/count; echo end");
        await bench.RunAsync(setup);
        (ExitRecord exit, string output) = await bench.RunAsync(setup);
        Assert.Equal(0, exit.ExitCode);
        Assert.Equal("end\nx\nend\n", output);
    }

    [SkippableFact]
    public async Task A_running_container_cannot_be_made_again()
    {
        await using var bench = new Bench();
        await bench.StartAsync(bench.Setup("twice", "sleep", "1000"));
        await Assert.ThrowsAsync<ContainerStateException>(() => bench.Runtime.CreateAsync(bench.Setup("twice", "sleep", "1000")));
    }

    [SkippableFact]
    public async Task The_result_travels_out()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("result", "echo 42 > $FLEET_RESULT.new && mv $FLEET_RESULT.new $FLEET_RESULT"));
        Assert.Equal(0, (await container.WaitAsync()).ExitCode);
        Assert.Equal("42\n"u8.ToArray(), container.ReadResult());
    }

    [SkippableFact]
    public async Task A_result_that_is_a_pipe_or_a_link_outwards_harms_nobody()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("pipe", "mkfifo $FLEET_RESULT"));
        await container.WaitAsync();
        Assert.Null(container.ReadResult());
        RunningContainer link = await bench.StartAsync(bench.Shell("link", "ln -s /etc/shadow $FLEET_RESULT"));
        await link.WaitAsync();
        Assert.Null(link.ReadResult());
    }

    [SkippableFact]
    public async Task A_result_that_is_too_long_is_cut()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Shell("long", "yes | head -c 100000 > $FLEET_RESULT"));
        await container.WaitAsync();
        Assert.Equal(ResultFiles.MaxBytes, container.ReadResult()!.Length);
    }

    [SkippableFact]
    public async Task Statistics_show_group_and_links()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Setup("stats", "sleep", "1000") with { Limits = new() { Memory = 64 << 20, Pids = 20, Cpus = 0.5 } };
        RunningContainer container = await bench.StartAsync(setup);
        ContainerStatistics statistics = container.Statistics();
        Assert.Equal(1, statistics.Group.Pids.Current);
        Assert.Equal(20, statistics.Group.Pids.Limit);
        Assert.Equal(64 << 20, statistics.Group.Memory.Limit);
        Assert.NotNull(statistics.Group.Cpu.Throttling);
        Assert.Equal("lo", Assert.Single(statistics.Links).Name);
        await container.SignalAsync(9);
        await container.WaitAsync();
        Assert.Throws<ContainerStateException>(() => container.Statistics());
    }
}
