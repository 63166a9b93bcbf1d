using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Tests.Kernel;

public class VolumeTests
{
    [SkippableFact]
    public async Task A_volume_keeps_what_was_written_and_begins_with_the_images_content()
    {
        await using var bench = await Bench.StartAsync();
        ContainerSpec With(string script) => new() { Image = "base", Mounts = [new(MountType.Volume, "kept", "/data")], Command = ["sh", "-c", script] };
        var first = await bench.RunAsync(With("cat /data/seed; echo more > /data/more"));
        await bench.Containers.WaitAsync(first.Id, default);
        Assert.Equal("from the image\n", await bench.LogAsync(first.Id));
        await bench.Containers.RemoveAsync(first.Id, false, default);

        var second = await bench.RunAsync(With("cat /data/more"));
        await bench.Containers.WaitAsync(second.Id, default);
        Assert.Equal("more\n", await bench.LogAsync(second.Id));
        var error = await Assert.ThrowsAsync<EngineException>(() => bench.Host.Engine.Volumes.RemoveAsync("kept", false, default));
        Assert.Equal(EngineError.Conflict, error.Code);
        await bench.Containers.RemoveAsync(second.Id, false, default);
        await bench.Host.Engine.Volumes.RemoveAsync("kept", false, default);
        Assert.Empty(await bench.Host.Engine.Volumes.ListAsync(default));
    }

    [SkippableFact]
    public async Task An_anonymous_volume_goes_with_its_container()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync(new ContainerSpec { Image = "base", Mounts = [new(MountType.Volume, "", "/anon")], Command = ["touch", "/anon/x"] });
        await bench.Containers.WaitAsync(view.Id, default);
        Assert.True(Assert.Single(await bench.Host.Engine.Volumes.ListAsync(default)).Anonymous);
        await bench.Containers.RemoveAsync(view.Id, false, default);
        Assert.Empty(await bench.Host.Engine.Volumes.ListAsync(default));
    }

    [SkippableFact]
    public async Task A_bind_shows_the_nodes_folder_and_ro_means_it()
    {
        await using var bench = await Bench.StartAsync();
        string source = bench.Below("bound");
        Directory.CreateDirectory(source);
        File.WriteAllText(Path.Combine(source, "f"), "host\n");
        var view = await bench.RunAsync(new ContainerSpec
        {
            Image = "base", Mounts = [new(MountType.Bind, source, "/w"), new(MountType.Bind, source, "/r", true)],
            Command = ["sh", "-c", "cat /r/f; echo in > /w/g; touch /r/h 2>/dev/null || echo refused"],
        });
        await bench.Containers.WaitAsync(view.Id, default);
        Assert.Equal("host\nrefused\n", await bench.LogAsync(view.Id));
        Assert.Equal("in\n", File.ReadAllText(Path.Combine(source, "g")));
    }
}
