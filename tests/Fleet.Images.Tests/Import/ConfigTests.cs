using System.Text.Json.Nodes;
using Fleet.Images.Manifests;
using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Import;

/// <summary>Configs as people write them.</summary>
public class ConfigTests
{
    [SkippableFact]
    public async Task A_config_that_is_null_says_nothing_and_breaks_nothing()
    {
        using Imported i = await Imported.ImageAsync(image =>
        {
            image.Config = null;
            image.Layer(new TestLayer().File("f"));
        });
        Assert.Empty(i.Image.Config.Cmd);
        Assert.Equal("", i.Image.Config.User);
    }

    [SkippableFact]
    public async Task All_that_concerns_running_is_read()
    {
        using Imported i = await Imported.ImageAsync(image => image.Config = new JsonObject
        {
            ["Entrypoint"] = new JsonArray("/e", "x"),
            ["Cmd"] = new JsonArray("c"),
            ["Env"] = new JsonArray("A=1=2", "EMPTY=", "NL=a\nb"),
            ["WorkingDir"] = "/w",
            ["User"] = "u:g",
            ["StopSignal"] = "SIGRTMIN+3",
            ["Volumes"] = new JsonObject { ["/v2"] = new JsonObject(), ["/v1"] = null },
            ["ExposedPorts"] = new JsonObject { ["80/tcp"] = new JsonObject() },
            ["Labels"] = new JsonObject { ["k"] = "v", ["n"] = 3 },
        });
        Records.ImageConfig c = i.Image.Config;
        Assert.Equal(["/e", "x"], c.Entrypoint.AsEnumerable());
        Assert.Equal(["c"], c.Cmd.AsEnumerable());
        Assert.Equal(["A=1=2", "EMPTY=", "NL=a\nb"], c.Env.AsEnumerable());
        Assert.Equal(("/w", "u:g", "SIGRTMIN+3"), (c.WorkingDir, c.User, c.StopSignal));
        Assert.Equal(["/v1", "/v2"], c.Volumes.AsEnumerable());
        Assert.Equal(["80/tcp"], c.ExposedPorts.AsEnumerable());
        Assert.Equal("v", Assert.Single(c.Labels).Value);
        Assert.Empty(i.Image.Layers);
        Assert.Equal(["/"], i.Merged.Find("/"));
    }

    [Fact]
    public void Environment_entries_without_a_name_or_sign_are_dropped_and_doubled_ones_are_one() =>
        Assert.Equal(["DUP=2", "EMPTY=", "B=1"], ConfigFile.CleanEnv(["NOEQ", "DUP=1", "=x", "EMPTY=", "B=1", "DUP=2", ""]).AsEnumerable());

    [Theory]
    [InlineData("{\"config\": {\"Cmd\": \"one\", \"Env\": {}, \"Labels\": [], \"Volumes\": 7}, \"rootfs\": null, \"created\": 5}")]
    [InlineData("{\"config\": [], \"created\": \"yesterday\", \"architecture\": null}")]
    [InlineData("{}")]
    public void Members_of_a_wrong_type_count_as_missing(string json)
    {
        ConfigFile file = ConfigFile.Parse(JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(json), "it"), "it");
        Assert.Empty(file.DiffIds);
        Assert.Null(file.Created);
        Assert.Empty(file.Config.Env);
    }

    [SkippableFact]
    public async Task Fewer_diff_ids_than_layers_are_refused()
    {
        using Imported i = Imported.Nothing();
        byte[] tar = new TestLayer().File("f").Tar();
        var image = new TestImage(i.Temp["layout"]) { DiffIds = [Content.Digest.Of(tar)] }.Layer(tar).Layer(new TestLayer().File("g"));
        var e = await Assert.ThrowsAsync<ImageException>(() => i.Store.ImportAsync(image.Write("test")));
        Assert.Contains("its manifest has 2 layers, its config 1 diff_ids", e.Message);
        i.AssertEmpty();
    }
}
