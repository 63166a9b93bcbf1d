using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Tests.Kernel;

public class ImageTests
{
    [SkippableFact]
    public async Task An_image_that_only_ended_containers_use_can_lose_its_names_and_is_theirs_still()
    {
        await using var bench = await Bench.StartAsync();
        var view = await bench.RunAsync(new ContainerSpec { Image = "base", Command = ["sh", "-c", "echo run"] }, new());
        await bench.Containers.WaitAsync(view.Id, default);
        var images = bench.Host.Engine.Images;
        Assert.Equal(EngineError.Conflict, (await Assert.ThrowsAsync<EngineException>(() => images.RemoveAsync("base", force: false, default))).Code);

        await images.RemoveAsync("base", force: true, default);
        Assert.Empty(Assert.Single(await images.ListAsync(default)).Names);
        await bench.Containers.StartAsync(view.Id, default);
        await bench.Containers.WaitAsync(view.Id, default);
        Assert.Equal("run\nrun\n", await bench.LogAsync(view.Id));

        await bench.Containers.RemoveAsync(view.Id, force: false, default);
        await images.RemoveAsync(view.ImageDigest, force: false, default);
        Assert.Empty(await images.ListAsync(default));
    }

    [SkippableFact]
    public async Task One_that_a_running_container_uses_keeps_its_names_also_by_force()
    {
        await using var bench = await Bench.StartAsync();
        await bench.RunAsync(new ContainerSpec { Image = "base", Command = ["sleep", "1000"] }, new() { Name = "up" });
        var refused = await Assert.ThrowsAsync<EngineException>(() => bench.Host.Engine.Images.RemoveAsync("base", force: true, default));
        Assert.Equal(EngineError.Conflict, refused.Code);
        Assert.Contains("container up", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Assert.Single(await bench.Host.Engine.Images.ListAsync(default)).Names);
    }
}
