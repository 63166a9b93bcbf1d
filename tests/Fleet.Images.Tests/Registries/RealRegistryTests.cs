using Fleet.Images.Records;
using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Registries;

/// <summary>An image built by umoci, pushed by skopeo into Debian's docker-registry, pulled by Fleet.</summary>
public class RealRegistryTests
{
    /// <summary>Three layers: content; one file of it deleted; a folder replaced by a file.</summary>
    private static void Build(TempFolder temp)
    {
        string image = temp["built"] + ":t", bundle = temp["bundle"];
        Programs.Run("umoci", "init", "--layout", temp["built"]);
        Programs.Run("umoci", "new", "--image", image);
        Programs.Run("umoci", "unpack", "--image", image, bundle);
        temp.File("bundle/rootfs/etc/kept", "kept");
        temp.File("bundle/rootfs/etc/deleted", "deleted");
        temp.File("bundle/rootfs/srv/data/a", "a");
        temp.File("bundle/rootfs/srv/data/deep/b", "b");
        File.CreateSymbolicLink(temp["bundle/rootfs/etc/link"], "kept");
        File.SetUnixFileMode(temp["bundle/rootfs/etc/kept"], (UnixFileMode)0x9ed);
        Programs.Run("umoci", "repack", "--refresh-bundle", "--image", image, bundle);
        File.Delete(temp["bundle/rootfs/etc/deleted"]);
        Programs.Run("umoci", "repack", "--refresh-bundle", "--image", image, bundle);
        Directory.Delete(temp["bundle/rootfs/srv/data"], recursive: true);
        temp.File("bundle/rootfs/srv/data", "a file now");
        Programs.Run("umoci", "repack", "--refresh-bundle", "--image", image, bundle);
        Programs.Run("umoci", "config", "--image", image, "--config.cmd", "/etc/kept", "--config.env", "A=b");
    }

    [SkippableTheory]
    [InlineData("oci")]
    [InlineData("v2s2")]
    public async Task An_image_of_three_layers_shows_exactly_the_merged_content(string format)
    {
        foreach (string program in (string[])["umoci", "skopeo", "docker-registry"])
            Needs.Program(program);
        using Imported i = Imported.Nothing();
        Build(i.Temp);
        await using DebianRegistry registry = await DebianRegistry.StartAsync(i.Temp);
        string name = $"{registry.Authority}/some/app:v1";
        Programs.Run("skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false", "--format", format, $"oci:{i.Temp["built"]}:t", "docker://" + name);

        ImageRecord image = await i.Store.PullAsync(name);
        Assert.Equal(3, image.Layers.Length);
        Assert.Equal(["/etc/kept"], image.Config.Cmd.AsEnumerable());
        using var merged = new MergedView(i.Store, image);
        Assert.Equal(["/", "/etc", "/etc/kept", "/etc/link", "/srv", "/srv/data"], merged.Find("/"));
        Assert.Equal("a file now", merged.Text("/srv/data"));
        Assert.Equal("kept", merged.Text("/etc/link"));
        Assert.Equal("4755 0:0", merged.Mode("/etc/kept"));
        Assert.Equal(FileKind.Regular, merged.Status("/srv/data").Kind);

        string[] folders = i.LayerFolders();
        ImageRecord imported = Assert.Single(await i.Store.ImportAsync(i.Temp["built"], "local"));
        Assert.Equal(folders, i.LayerFolders());
        Assert.Equal(image.Layers.Select(l => l.ChainId), imported.Layers.Select(l => l.ChainId));
    }
}
