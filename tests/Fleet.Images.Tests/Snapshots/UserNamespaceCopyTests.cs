using Fleet.Images.Snapshots;
using Fleet.Images.Store;
using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Snapshots;

/// <summary>For where layers cannot be shown through a user namespace.</summary>
public class UserNamespaceCopyTests
{
    private static readonly OwnerShift Owners = new(100_000, 65_536, 200_000, 65_536);

    [SkippableFact]
    public async Task A_container_gets_a_copy_that_belongs_to_it_once_and_the_layers_stay()
    {
        using var temp = new TempFolder();
        Needs.Root();
        using ImageStore store = ImageStore.Open(temp["store"]);
        string layout = new TestImage(temp["layout"])
            .Layer(new TestLayer().Folder("./", 0x1ed, 0, 5).Folder("bin").File("bin/tool", "old", 0x9ed /* set-uid */).Link("bin/again", "bin/tool"))
            .Layer(new TestLayer().File("bin/tool", "new", 0x9ed, 7, 8).Symlink("link", "bin/tool")).Write("test");
        var image = Assert.Single(await store.ImportAsync(layout));

        Assert.Null(store.Snapshots.CopyOf("plain"));
        Assert.DoesNotContain("noidmap", store.Snapshots.Prepare("plain", image).Mounts[0].Options);

        SnapshotMounts mounts = store.Snapshots.Prepare("c1", image, Owners);
        Assert.Contains("noidmap", mounts.Mounts[0].Options);
        string copy = store.Snapshots.CopyOf("c1")!;
        Assert.Equal("new", File.ReadAllText(copy + "/bin/tool"));
        Assert.Equal("old", File.ReadAllText(copy + "/bin/again"));
        Assert.Equal((100_000u, 200_005u, 0x1edu), Owner(copy));
        Assert.Equal((100_007u, 200_008u, 0x9edu), Owner(copy + "/bin/tool"));
        Assert.Equal((100_000u, 200_000u, 0x9edu), Owner(copy + "/bin/again"));
        Assert.Equal("bin/tool", new FileInfo(copy + "/link").LinkTarget);
        Assert.Equal((7u, 8u, 0x9edu), Owner($"{mounts.LayersFolder}/{store.Snapshots.Prepare("plain", image).LowerFolders[0]}/bin/tool"));

        // Kept, over a new start of the store too; gone with the container.
        File.WriteAllText(copy + "/mark", "");
        Assert.Equal(mounts.Mounts[0].Options.AsEnumerable(), store.Snapshots.Prepare("c1", image, Owners).Mounts[0].Options);
        Assert.True(File.Exists(copy + "/mark"));
        store.Snapshots.Remove("c1");
        Assert.False(Directory.Exists(copy));
    }

    private static (uint Uid, uint Gid, uint Mode) Owner(string path)
    {
        using OwnedFd parent = FileAt.OpenFolder(Path.GetDirectoryName(path)!);
        FileStatus status = FileAt.Status(parent, System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path)))!.Value;
        return (status.Uid, status.Gid, status.Permissions);
    }
}
