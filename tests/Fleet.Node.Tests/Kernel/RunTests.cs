using System.Text;
using Fleet.Images.Records;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Tests.Kernel;

public class RunTests
{
    [SkippableFact]
    public async Task Exit_codes_are_those_that_dockers_users_know()
    {
        await using var bench = await Bench.StartAsync();
        Assert.Equal((0, "hello\n"), await bench.FinishAsync("echo", "hello"));
        Assert.Equal(3, (await bench.FinishAsync("sh", "-c", "exit 3")).Code);
        Assert.Equal(125, (await bench.FinishAsync("sh", "-c", "exit 125")).Code);
        Assert.Equal(143, (await bench.FinishAsync("sh", "-c", "kill -TERM $$; sleep 9")).Code is 143 or 0 ? 143 : -1);
        Assert.Equal(127, await RefusedWith(bench, "nosuch"));
        Assert.Equal(127, await RefusedWith(bench, "--badflag"));
        Assert.Equal(126, await RefusedWith(bench, "/etc"));
        Assert.Equal(126, await RefusedWith(bench, "/etc/notexec"));
    }

    [SkippableFact]
    public async Task A_container_that_could_not_start_says_why_and_with_which_code()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.CreateAsync("nosuch");
        var error = await Assert.ThrowsAsync<EngineException>(() => bench.Containers.StartAsync(view.Id, default));
        Assert.Equal((EngineError.StartFailed, 127), (error.Code, error.ExitCode));
        Assert.Contains("nosuch", error.Message, StringComparison.Ordinal);
        var after = await bench.ViewAsync(view.Id);
        Assert.Equal((Phase.Exited, 127), (after.State, after.ExitCode));
    }

    [SkippableFact]
    public async Task What_cannot_be_made_leaves_nothing()
    {
        await using var bench = await Bench.StartAsync();
        bench.WriteImage(bench.Below("empty"), new ImageConfig());
        await bench.Host.Engine.Images.ImportAsync(bench.Below("empty"), "empty:1", null, default);

        async Task<EngineException> Refused(ContainerSpec spec, CreateOptions? options = null) =>
            await Assert.ThrowsAsync<EngineException>(() => bench.Containers.CreateAsync(spec, options ?? new(), null, default));

        Assert.Contains("no command", (await Refused(new ContainerSpec { Image = "empty:1" })).Message, StringComparison.Ordinal);
        Assert.Equal(EngineError.NotFound, (await Refused(new ContainerSpec { Image = "nosuch" }, new() { Pull = PullPolicy.Never })).Code);
        Assert.Equal(EngineError.Invalid, (await Refused(new ContainerSpec { Image = "base", Limits = new() { MilliCpu = 1_000_000 } })).Code);
        Assert.Equal(EngineError.Invalid, (await Refused(new ContainerSpec { Image = "base", Mounts = [new(MountType.Bind, "/x", "/")] })).Code);
        Assert.Contains("nobody-here", (await Refused(new ContainerSpec { Image = "base", User = "nobody-here" })).Message, StringComparison.Ordinal);
        Assert.Empty(await bench.Containers.ListAsync(all: true, default));
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Below("state/allocations")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Below("state/containers")));
    }

    [SkippableFact]
    public async Task Streams_that_are_attached_before_the_start_miss_nothing()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.CreateAsync(new ContainerSpec { Image = "base", Command = ["sh", "-c", "cat; echo err >&2; exit 7"], OpenStdin = true });
        await using var streams = await bench.Containers.AttachAsync(view.Name, new AttachOptions(), default);
        var output = new StreamReader(streams.Stdout).ReadToEndAsync();
        var errors = new StreamReader(streams.Stderr).ReadToEndAsync();
        await bench.Containers.StartAsync(view.Name, default);
        await streams.Stdin!.WriteAsync(Encoding.UTF8.GetBytes("in and out"));
        await streams.Stdin.DisposeAsync();
        Assert.Equal(("in and out", "err\n"), (await output, await errors));
        Assert.Equal(7, (await bench.Containers.WaitAsync(view.Name, default)).ExitCode);
    }

    [SkippableFact]
    public async Task Exec_gives_output_and_code_and_needs_a_running_container()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync("sleep", "1000");
        Assert.Equal((5, "yes\n"), await bench.ExecAsync(view.Id, "sh", "-c", "echo $FROM_IMAGE; exit 5"));
        Assert.Equal(127, (await Assert.ThrowsAsync<EngineException>(() => bench.ExecAsync(view.Id, "nosuch"))).ExitCode);
        await bench.Containers.KillAsync(view.Id, "KILL", default);
        Assert.Equal(137, (await bench.Containers.WaitAsync(view.Id, default)).ExitCode);
        Assert.Equal(EngineError.Conflict, (await Assert.ThrowsAsync<EngineException>(() => bench.ExecAsync(view.Id, "true"))).Code);
    }

    [SkippableFact]
    public async Task Stop_asks_first_and_kills_what_does_not_listen()
    {
        await using var bench = await Bench.StartAsync();
        var deaf = await bench.RunAsync("sleep", "1000");
        var polite = await bench.RunAsync("sh", "-c", "trap 'exit 9' TERM; while :; do sleep 0.05; done");
        var deafEnd = await bench.Containers.StopAsync(deaf.Id, TimeSpan.FromMilliseconds(300), default);
        Assert.Equal((Phase.Exited, 137), (deafEnd.State, deafEnd.ExitCode));
        Assert.Equal(9, (await bench.Containers.StopAsync(polite.Id, TimeSpan.FromSeconds(30), default)).ExitCode);
        Assert.Equal(9, (await bench.Containers.StopAsync(polite.Id, null, default)).ExitCode);
    }

    [SkippableFact]
    public async Task A_running_container_is_removed_by_force_only()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync("sleep", "1000");
        Assert.Equal(EngineError.Conflict, (await Assert.ThrowsAsync<EngineException>(() => bench.Containers.RemoveAsync(view.Id, false, default))).Code);
        await bench.Containers.RemoveAsync(view.Id, force: true, default);
        Assert.Empty(await bench.Containers.ListAsync(all: true, default));
        Assert.Equal(EngineError.NotFound, (await Assert.ThrowsAsync<EngineException>(() => bench.ViewAsync(view.Id))).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Below("state/containers")));
    }

    [SkippableFact]
    public async Task One_that_removes_itself_still_tells_its_exit_code()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync(new ContainerSpec { Image = "base", Command = ["sh", "-c", "exit 4"] }, new() { AutoRemove = true });
        Assert.Equal(4, (await bench.Containers.WaitAsync(view.Id, default)).ExitCode);
        await foreach (var happened in bench.Host.Engine.EventsAsync(DateTimeOffset.MinValue, follow: true, default))
        {
            if (happened is { Action: "destroy" } && happened.Id == view.Id) break;
        }
        Assert.Empty(await bench.Containers.ListAsync(all: true, default));
        Assert.Equal(4, (await bench.Containers.WaitAsync(view.Id, default)).ExitCode);
    }

    [SkippableFact]
    public async Task A_container_can_be_started_again_on_its_old_files_and_its_log_goes_on()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync("sh", "-c", "echo x >> /file; wc -l < /file");
        await bench.Containers.WaitAsync(view.Id, default);
        await bench.Containers.StartAsync(view.Id, default);
        await bench.Containers.WaitAsync(view.Id, default);
        Assert.Equal("1\n2\n", await bench.LogAsync(view.Id));
        Assert.Equal("2\n", await bench.LogAsync(view.Id, new() { Tail = 1 }));
    }

    [SkippableFact]
    public async Task Want_of_memory_is_told_in_words()
    {
        await using var bench = await Bench.StartAsync();
        var spec = new ContainerSpec { Image = "base", Command = ["sh", "-c", "head -c 200m /dev/zero | tail"], Limits = new() { MemoryBytes = 32 << 20, MemorySwapBytes = 32 << 20 } };
        var view = await bench.RunAsync(spec);
        var exit = await bench.Containers.WaitAsync(view.Id, default);
        Assert.True(exit.OomKilled);
        Assert.Contains("memory", exit.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_private_user_namespace_has_root_inside_and_nobody_outside()
    {
        await using var bench = await Bench.StartAsync();
        var spec = new ContainerSpec
        {
            Image = "base", UserNamespace = UserNamespaceMode.Private, Mounts = [new(MountType.Volume, "data", "/data")],
            Command = ["sh", "-c", "id -u; stat -c %u /bin/busybox; touch /made /data/made; stat -c %u /made /data/seed /data/made; sleep 1000"],
        };
        var view = await bench.RunAsync(spec, new() { Name = "u1" });
        var other = await bench.RunAsync(spec, new() { Name = "u2" });
        var range = (await bench.Containers.InspectAsync("u1", default)).UserRange!;
        Assert.NotEqual(range.First, (await bench.Containers.InspectAsync("u2", default)).UserRange!.First);
        string uids = File.ReadLines($"/proc/{view.Pid}/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.Equal(range.First.ToString(), uids.Split('\t')[1]);
        while ((await bench.LogAsync("u1")).Count(c => c == '\n') < 5) await Task.Delay(10);
        Assert.Equal("0\n0\n0\n0\n0\n", await bench.LogAsync("u1"));
        Assert.True(Directory.Exists($"/proc/{other.Pid}"));
    }

    [SkippableFact]
    public async Task A_name_is_taken_once_and_found_by_its_prefix()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync(new ContainerSpec { Image = "base", Command = ["sleep", "1000"] }, new() { Name = "solo" });
        Assert.Equal(EngineError.Conflict, (await Assert.ThrowsAsync<EngineException>(() => bench.CreateAsync(new ContainerSpec { Image = "base" }, new() { Name = "solo" }))).Code);
        Assert.Equal(view.Id, (await bench.ViewAsync("so")).Id);
        Assert.Equal(view.Id, (await bench.ViewAsync(view.Id[..8])).Id);
        var all = await bench.Containers.InspectAsync("solo", default);
        Assert.All(all.Facts.Namespaces, space => Assert.Equal(new FileInfo($"/proc/{all.View.Pid}/ns/{space.Type.Name}").LinkTarget, $"{space.Type.Name}:[{space.Inode}]"));
        Assert.Contains(all.Facts.Groups, group => group.Folder.Contains($"{bench.Group}/local/{view.Id}", StringComparison.Ordinal));
        Assert.Equal([true, .. all.Layers.Skip(1).Select(_ => false)], all.Layers.Select(layer => layer.Writable));
        Assert.Contains("FROM_IMAGE=yes", all.Process.Env);
        Assert.True(Directory.Exists($"/proc/{all.View.Pid}"));
    }

    private static async Task<int> RefusedWith(Bench bench, string command)
    {
        var view = await bench.CreateAsync(command);
        return (await Assert.ThrowsAsync<EngineException>(() => bench.Containers.StartAsync(view.Id, default))).ExitCode;
    }
}
