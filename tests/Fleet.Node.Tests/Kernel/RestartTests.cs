using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Tests.Kernel;

public class RestartTests
{
    private static readonly ContainerSpec Forever = new() { Image = "base", Command = ["sleep", "1000"] };

    [SkippableFact]
    public async Task On_failure_3_starts_a_failing_command_four_times()
    {
        await using var bench = await Bench.StartAsync();
        var spec = new ContainerSpec { Image = "base", Command = ["sh", "-c", "echo run; exit 2"] };
        var view = await bench.RunAsync(spec, new() { Restart = RestartRule.Parse("on-failure:3") });
        Assert.Equal(2, (await bench.Containers.WaitAsync(view.Id, default)).ExitCode);
        Assert.Equal(3, (await bench.ViewAsync(view.Id)).RestartCount);
        Assert.Equal("run\nrun\nrun\nrun\n", await bench.LogAsync(view.Id));
    }

    [SkippableFact]
    public async Task Success_is_no_failure()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync(new ContainerSpec { Image = "base", Command = ["true"] }, new() { Restart = RestartRule.Parse("on-failure") });
        Assert.Equal(0, (await bench.Containers.WaitAsync(view.Id, default)).ExitCode);
        Assert.Equal(0, (await bench.ViewAsync(view.Id)).RestartCount);
    }

    [SkippableFact]
    public async Task One_that_was_stopped_by_hand_stays_stopped_also_under_another_engine()
    {
        await using var bench = await Bench.StartAsync();
        var stopped = await bench.RunAsync(Forever, new() { Restart = RestartRule.Parse("always") });
        await bench.Containers.StopAsync(stopped.Id, TimeSpan.Zero, default);
        await bench.ReopenAsync();
        Assert.Equal(Phase.Exited, (await bench.ViewAsync(stopped.Id)).State);
        await bench.Containers.StartAsync(stopped.Id, default);
        Assert.Equal(Phase.Running, (await bench.ViewAsync(stopped.Id)).State);
    }

    [SkippableFact]
    public async Task One_that_died_while_no_engine_looked_is_started_again_by_the_next()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync(Forever, new() { Restart = RestartRule.Parse("always") });
        int pid = view.Pid;
        await bench.CloseAsync();
        System.Diagnostics.Process.GetProcessById(pid).Kill();
        var since = DateTimeOffset.UtcNow;      // the first engine's events are remembered as well
        await bench.OpenAsync();
        await foreach (var happened in bench.Host.Engine.EventsAsync(since, follow: true, default))
        {
            if (happened.Action == "start") break;
        }
        var after = await bench.ViewAsync(view.Id);
        Assert.Equal((Phase.Running, 1), (after.State, after.RestartCount));
        Assert.NotEqual(pid, after.Pid);
    }
}
