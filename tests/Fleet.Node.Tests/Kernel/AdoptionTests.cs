using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Tests.Kernel;

public class AdoptionTests
{
    [SkippableFact]
    public async Task A_new_engine_takes_up_twenty_containers_with_all_that_happened_meanwhile()
    {
        await using var bench = await Bench.StartAsync();
        string gate = bench.Below("gate");
        Directory.CreateDirectory(gate);
        ContainerSpec Waiting(int number) => new()
        {
            Image = "base", Mounts = [new(MountType.Bind, gate, "/gate")],
            Command = ["sh", "-c", $"echo before; while ! [ -e /gate/{number} ]; do sleep 0.02; done; echo after; exit {number}"],
        };
        var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => bench.RunAsync(Waiting(number), new() { Name = $"c{number:00}" })));
        var pids = views.ToDictionary(view => view.Name, view => view.Pid);

        await bench.CloseAsync();
        Assert.All(pids.Values, pid => Assert.True(Directory.Exists($"/proc/{pid}"), "it ended with the engine"));
        for (int number = 0; number < 5; number++) File.WriteAllText(Path.Combine(gate, number.ToString()), "");
        foreach (var view in views.Take(5)) await Gone(pids[view.Name]);
        await bench.OpenAsync();

        foreach (var view in views.Take(5))
        {
            int number = int.Parse(view.Name[1..]);
            var now = await bench.ViewAsync(view.Name);
            Assert.Equal((Phase.Exited, number), (now.State, now.ExitCode));
            Assert.Equal("before\nafter\n", await bench.LogAsync(view.Name));
        }
        foreach (var view in views.Skip(5))
        {
            var now = await bench.ViewAsync(view.Name);
            Assert.Equal((Phase.Running, view.Pid, view.StartedAt), (now.State, now.Pid, now.StartedAt));
        }
        Assert.Equal((0, "yes\n"), await bench.ExecAsync("c07", "sh", "-c", "echo $FROM_IMAGE"));
        Assert.Equal(137, (await bench.Containers.StopAsync("c08", TimeSpan.Zero, default)).ExitCode);
        File.WriteAllText(Path.Combine(gate, "9"), "");
        Assert.Equal("before\nafter\n", await bench.LogAsync("c09", new LogsQuery { Follow = true }));
        Assert.Equal(9, (await bench.Containers.WaitAsync("c09", default)).ExitCode);
    }

    [SkippableFact]
    public async Task One_that_was_created_and_not_started_still_waits_for_its_start()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.CreateAsync("sh", "-c", "exit 6");
        await bench.ReopenAsync();
        Assert.Equal(Phase.Created, (await bench.ViewAsync(view.Id)).State);
        await bench.Containers.StartAsync(view.Id, default);
        Assert.Equal(6, (await bench.Containers.WaitAsync(view.Id, default)).ExitCode);
    }

    private static async Task Gone(int pid)
    {
        while (Directory.Exists($"/proc/{pid}")) await Task.Yield();
    }
}
