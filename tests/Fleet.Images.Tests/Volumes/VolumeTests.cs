using Fleet.Images.Tests.Support;
using Fleet.Images.Volumes;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Volumes;

public class VolumeTests
{
    private static readonly TestLayer Content = new TestLayer()
        .Folder("data", 0x1e8, 1000, 1001, time: 55)
        .File("data/seed", "seed", 0x1a0, 1000, 1001, time: 66).Link("data/again", "data/seed").Symlink("data/ln", "seed")
        .Folder("data/e", 0x3ff)
        .Add(new Images.Layout.TarItem("data/x", '0') { Xattrs = [new("user.note", "kept"u8.ToArray())] }, "x"u8.ToArray())
        .Symlink("way", "data").File("file", "no folder");

    [SkippableFact]
    public async Task An_empty_new_volume_takes_the_images_content_with_all_that_belongs_to_it_once()
    {
        using Imported i = await Imported.LayersAsync(Content);
        using VolumeStore volumes = VolumeStore.Open(i.Temp["volumes"]);
        Volume volume = volumes.Create("v");
        Assert.True(volumes.CopyUp("v", i.Merged.Root, "/data"));
        using (var copy = new MergedView(FileAt.OpenFolder(volume.Folder)))
        {
            Assert.Equal(["/", "/again", "/e", "/ln", "/seed", "/x"], copy.Find("/"));
            Assert.Equal("750 1000:1001", copy.Mode("/"));
            Assert.Equal("640 1000:1001", copy.Mode("/seed"));
            Assert.Equal("1777 0:0", copy.Mode("/e"));
            Assert.Equal("seed", copy.LinkTarget("/ln"));
            Assert.Equal("kept"u8.ToArray(), copy.Xattr("/x", "user.note"));
            Assert.Equal(copy.Status("/seed").Inode, copy.Status("/again").Inode);
            Assert.Equal((55L, 66L), (copy.Status("/").ModifiedSeconds, copy.Status("/seed").ModifiedSeconds));
        }

        foreach (string file in Directory.GetFiles(volume.Folder))
            File.Delete(file);
        Directory.Delete(volume.Folder + "/e");
        Assert.False(volumes.CopyUp("v", i.Merged.Root, "/data"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(volume.Folder));
    }

    [SkippableFact]
    public async Task A_volume_with_content_is_left_alone()
    {
        using Imported i = await Imported.LayersAsync(Content);
        using VolumeStore volumes = VolumeStore.Open(i.Temp["volumes"]);
        File.WriteAllText(volumes.Create("v").Folder + "/mine", "mine");
        Assert.False(volumes.CopyUp("v", i.Merged.Root, "/data"));
        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(volumes.Find("v")!.Folder).Select(f => Path.GetFileName(f)!));
    }

    [SkippableTheory]
    [InlineData("/way", 5)]
    [InlineData("/nothing", 0)]
    [InlineData("/file", 0)]
    public async Task A_path_is_looked_up_inside_the_image(string path, int entries)
    {
        using Imported i = await Imported.LayersAsync(Content);
        using VolumeStore volumes = VolumeStore.Open(i.Temp["volumes"]);
        volumes.Create("v");
        Assert.Equal(entries > 0, volumes.CopyUp("v", i.Merged.Root, path));
        Assert.Equal(entries, Directory.EnumerateFileSystemEntries(volumes.Find("v")!.Folder).Count());
    }

    [SkippableFact]
    public async Task A_path_that_is_a_link_to_the_host_copies_nothing_of_the_host()
    {
        using var outside = new TempFolder();
        outside.File("secret", "secret");
        using Imported i = await Imported.LayersAsync(new TestLayer().Symlink("data", outside.Path));
        using VolumeStore volumes = VolumeStore.Open(i.Temp["volumes"]);
        volumes.Create("v");
        Assert.False(volumes.CopyUp("v", i.Merged.Root, "/data"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(volumes.Find("v")!.Folder));
    }

    [SkippableFact]
    public void A_volume_in_use_is_not_removed_and_anonymous_ones_go_with_their_container()
    {
        Needs.Root();
        using var temp = new TempFolder();
        using VolumeStore volumes = VolumeStore.Open(temp["volumes"]);
        Volume named = volumes.Create("v"), anonymous = volumes.Create(null);
        Assert.Equal(64, anonymous.Name.Length);
        volumes.Use("v", "c1");
        volumes.Use("v", "c2");
        volumes.Use(anonymous.Name, "c1");
        var e = Assert.Throws<ImageException>(() => volumes.Remove("v"));
        Assert.Equal(ImageProblem.InUse, e.Problem);
        Assert.Contains("containers c1, c2", e.Message);
        volumes.Release("c1");
        Assert.Equal("v", Assert.Single(volumes.List()).Name);
        volumes.Release("c2");
        volumes.Remove("v");
        Assert.Empty(volumes.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp["volumes"]));
        Assert.Equal(ImageProblem.NotFound, Assert.Throws<ImageException>(() => volumes.Remove(named.Name)).Problem);
    }

    [SkippableFact]
    public void Volumes_their_data_and_their_users_are_there_again_after_a_restart_and_half_made_ones_are_not()
    {
        Needs.Root();
        using var temp = new TempFolder();
        using (VolumeStore volumes = VolumeStore.Open(temp["volumes"]))
        {
            File.WriteAllText(volumes.Create("v").Folder + "/f", "data");
            volumes.Use("v", "c1");
        }

        temp.File("volumes/.w/_data/f", "half made");
        using VolumeStore again = VolumeStore.Open(temp["volumes"]);
        Volume volume = Assert.Single(again.List());
        Assert.Equal(["c1"], volume.Users.AsEnumerable());
        Assert.Equal("data", File.ReadAllText(volume.Folder + "/f"));
        Assert.False(Directory.Exists(temp["volumes/.w"]));
        Assert.Equal(volume.Created, again.Create("v").Created);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData(".a")]
    [InlineData("-a")]
    [InlineData("ä")]
    public void Names_that_docker_refuses_are_refused(string name)
    {
        Needs.Root();
        using var temp = new TempFolder();
        using VolumeStore volumes = VolumeStore.Open(temp["volumes"]);
        Assert.Contains("cannot name a volume", Assert.Throws<ImageException>(() => volumes.Create(name)).Message);
    }
}
