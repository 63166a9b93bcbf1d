using Fleet.Images.Layout;
using Fleet.Images.Records;
using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Layout;

public class LayoutWriterTests
{
    private static readonly ImageConfig Config = new() { Entrypoint = ["/app/run"], Env = ["A=b"], ExposedPorts = ["80/tcp"], StopSignal = "SIGINT" };

    private static string Write(TempFolder temp, string folder) =>
        new LayoutWriter(temp[folder]).AddFolder(temp["base"]).AddFolder(temp["app"], "/app").Write(Config, "made:v1");

    private static void Fill(TempFolder temp)
    {
        temp.File("base/etc/conf", "conf");
        temp.File("app/run", "#!/bin/true");
        temp.File("app/" + new string('n', 120), "long");
        File.SetUnixFileMode(temp["app/run"], (UnixFileMode)0x1ed);
        File.CreateSymbolicLink(temp["app/link"], "run");
    }

    [SkippableFact]
    public async Task Folders_become_an_image_that_can_be_imported()
    {
        using Imported i = Imported.Nothing();
        Fill(i.Temp);
        string digest = Write(i.Temp, "layout");
        ImageRecord image = Assert.Single(await i.Store.ImportAsync(i.Temp["layout"]));
        Assert.Equal(digest, image.Digest);
        Assert.Equal(["made:v1"], image.Names.AsEnumerable());
        Assert.Equal(Config.Entrypoint.AsEnumerable(), image.Config.Entrypoint.AsEnumerable());
        Assert.Equal(("SIGINT", "80/tcp", "A=b"), (image.Config.StopSignal, image.Config.ExposedPorts[0], image.Config.Env[0]));
        using var merged = new MergedView(i.Store, image);
        Assert.Equal(["/", "/app", "/app/link", "/app/" + new string('n', 120), "/app/run", "/etc", "/etc/conf"], merged.Find("/"));
        Assert.Equal("755 0:0", merged.Mode("/app/run"));
        Assert.Equal("run", merged.LinkTarget("/app/link"));
    }

    [Fact]
    public void The_same_folders_give_the_same_digest_whenever_and_whoever_made_them()
    {
        using TempFolder one = new(), two = new();
        Fill(one);
        Fill(two);
        File.SetLastWriteTimeUtc(two["app/run"], DateTime.UnixEpoch.AddYears(30));
        Assert.Equal(Write(one, "layout"), Write(two, "layout"));
        two.File("app/run", "#!/bin/false");
        Assert.NotEqual(Write(one, "layout"), Write(two, "layout"));
    }

    [SkippableFact]
    public void Other_tools_read_it()
    {
        Needs.Program("skopeo");
        using var temp = new TempFolder();
        Fill(temp);
        string digest = Write(temp, "layout");
        Assert.Contains(digest, Programs.Run("skopeo", "inspect", $"oci:{temp["layout"]}:made:v1"));
    }
}
