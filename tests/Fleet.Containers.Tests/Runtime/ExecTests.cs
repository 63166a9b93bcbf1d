using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Containers.Tests.Support;

namespace Fleet.Containers.Tests.Runtime;

public sealed class ExecTests
{
    [SkippableFact]
    public async Task A_command_runs_inside_and_tells_its_output_and_code()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("exec", "sleep", "1000"));
        await using ExecSession exec = await container.ExecAsync(new ExecSetup
        {
            Args = ["sh", "-c", "hostname; echo $NEW $PATH; pwd; echo bad >&2; exit 3"], Env = ["NEW=1"], WorkingDirectory = "/tmp",
        });
        string output = await Output.OfAsync(exec.Stdout), errors = await Output.OfAsync(exec.Stderr);
        Assert.Equal(3, await exec.WaitAsync());
        Assert.Equal($"exec\n1 {RuntimeSpecDefaults.Path["PATH=".Length..]}\n/tmp\n", output);
        Assert.Equal("bad\n", errors);
    }

    [SkippableTheory]
    [InlineData("nosuch", 127)]
    [InlineData("/etc", 126)]
    public async Task A_command_that_does_not_start_tells_why_by_its_code(string command, int code)
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("exec", "sleep", "1000"));
        var thrown = await Assert.ThrowsAsync<ContainerStartException>(() => container.ExecAsync(new ExecSetup { Args = [command] }));
        Assert.Equal(code, thrown.ExitCodeHint);
    }

    [SkippableFact]
    public async Task All_that_is_written_to_its_input_comes_through_and_then_the_end()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("exec", "sleep", "1000"));
        await using ExecSession exec = await container.ExecAsync(new ExecSetup { Args = ["wc", "-c"], OpenStdin = true });
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 5; i++)
        {
            await exec.Stdin!.WriteAsync(megabyte);
        }

        await exec.Stdin!.DisposeAsync();
        Assert.Equal($"{5 << 20}\n", await Output.OfAsync(exec.Stdout));
        Assert.Equal(0, await exec.WaitAsync());
    }

    [SkippableFact]
    public async Task Without_input_it_reads_the_end_at_once()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("exec", "sleep", "1000"));
        await using ExecSession exec = await container.ExecAsync(new ExecSetup { Args = ["cat"] });
        Assert.Equal("", await Output.OfAsync(exec.Stdout));
        Assert.Equal(0, await exec.WaitAsync());
    }

    [SkippableFact]
    public async Task On_a_terminal_the_first_command_sees_its_size()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("exec", "sleep", "1000"));
        await using ExecSession exec = await container.ExecAsync(
            new ExecSetup { Args = ["stty", "size"], OpenStdin = true, Terminal = new ConsoleSize(50, 132) });
        Assert.Equal("50 132\r\n", await Output.OfAsync(exec.Stdout));
        Assert.Equal(0, await exec.WaitAsync());
        await Assert.ThrowsAsync<ContainerStateException>(() => exec.ResizeAsync(new ConsoleSize(10, 10)));
    }

    [SkippableFact]
    public async Task An_ended_container_takes_no_exec()
    {
        await using var bench = new Bench();
        RunningContainer container = await bench.StartAsync(bench.Setup("ended", "true"));
        await container.WaitAsync();
        await Assert.ThrowsAsync<ContainerStateException>(() => container.ExecAsync(new ExecSetup { Args = ["true"] }));
    }

    [SkippableFact]
    public async Task Exec_into_containers_that_just_end_gives_zero_or_not_running_and_never_hangs()
    {
        await using var bench = new Bench();
        for (int i = 0; i < 20; i++)
        {
            RunningContainer container = await bench.StartAsync(bench.Setup($"race{i}", "sleep", "0.03"));
            try
            {
                await using ExecSession exec = await container.ExecAsync(new ExecSetup { Args = ["true"] });
                int code = await exec.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));
                Assert.Contains(code, (int[])[0, 137]);
            }
            catch (ContainerStateException)
            {
                // it had ended
            }

            await container.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [SkippableFact]
    public async Task At_the_pids_limit_exec_runs_or_says_why_not_and_the_container_lives()
    {
        await using var bench = new Bench();
        ContainerSetup setup = bench.Shell("full", "sleep 1000 & sleep 1000 & echo full; wait") with { Limits = new() { Pids = 3 } };
        RunningContainer container = await bench.StartAsync(setup);
        while (container.Statistics().Group.Pids.Current < 3)
        {
            await Task.Yield();
        }

        try
        {
            // v1 counts only forks: the process that joins comes in on top. v2 refuses it.
            await using ExecSession exec = await container.ExecAsync(new ExecSetup { Args = ["true"] });
            Assert.Equal(0, await exec.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        }
        catch (ContainerStartException refused)
        {
            Assert.Contains("pids", refused.Message);
        }

        Assert.Equal(ContainerPhase.Running, container.Phase);
    }
}
