using Fleet.Images.Snapshots;
using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Snapshots;

public class SnapshotTests
{
    [SkippableFact]
    public async Task A_container_writes_into_its_own_layer_and_finds_it_again_until_it_is_removed()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f", "image").File("g", "image"));
        SnapshotMounts mounts = i.Store.Snapshots.Prepare("c1", i.Image);
        PrivateMount.Run(mounts, root =>
        {
            File.WriteAllText(root + "/f", "written");
            File.Delete(root + "/g");
            File.WriteAllText(root + "/new", "new");
        });
        Assert.Equal(mounts.Mounts[0].Options.AsEnumerable(), i.Store.Snapshots.Prepare("c1", i.Image).Mounts[0].Options.AsEnumerable());
        PrivateMount.Run(mounts, root => Assert.Equal("written", File.ReadAllText(root + "/f")));
        using (var merged = new MergedView(i.Store.Snapshots.OpenMerged("c1")))
            Assert.Equal(["/", "/f", "/new"], merged.Find("/"));
        Assert.Equal(["/", "/f", "/g"], i.Merged.Find("/"));

        PrivateMount.Run(i.Store.Snapshots.Prepare("c2", i.Image), root => Assert.Equal("image", File.ReadAllText(root + "/f")));
        Assert.Equal(["c1", "c2"], i.Store.Snapshots.List().Select(s => s.Id));
        Assert.True(i.Store.Snapshots.Remove("c1"));
        Assert.False(i.Store.Snapshots.Remove("c1"));
        Assert.False(Directory.Exists(mounts.UpperFolder));
        PrivateMount.Run(i.Store.Snapshots.Prepare("c1", i.Image), root => Assert.Equal("image", File.ReadAllText(root + "/f")));
    }

    [SkippableFact]
    public async Task The_merged_tree_can_be_read_while_the_container_has_it_mounted()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().Folder("d").File("d/f", "image"));
        PrivateMount.Run(i.Store.Snapshots.Prepare("c1", i.Image), root =>
        {
            File.WriteAllText(root + "/d/new", "new");
            // The agent asks from its own mount namespace, while the container's is another.
            using var merged = new MergedView(Task.Run(() => i.Store.Snapshots.OpenMerged("c1")).Result);
            Assert.Equal(["/d", "/d/f", "/d/new"], merged.Find("/d"));
        });
    }

    [SkippableFact]
    public async Task A_hundred_and_fifty_one_layers_fit_even_below_a_root_of_two_hundred_bytes()
    {
        using Imported i = Imported.Nothing();
        string longRoot = Path.Combine(i.Temp.Path, new string('r', 200 - i.Temp.Path.Length - 1));
        var image = new TestImage(i.Temp["layout"]);
        for (int n = 0; n < 151; n++)
            image.Layer(new TestLayer().File($"n/{n}"));
        using Images.Store.ImageStore store = Images.Store.ImageStore.Open(longRoot + "/state/images");
        Records.ImageRecord many = Assert.Single(await store.ImportAsync(image.Write("many")));
        SnapshotMounts mounts = store.Snapshots.Prepare("0123456789abcdef", many);
        Assert.InRange(string.Join(',', mounts.Mounts[0].Options).Length, 300, 4095);
        PrivateMount.Run(mounts, root => Assert.Equal(151, Directory.GetFiles(root + "/n").Length));
        using var merged = new MergedView(store.Snapshots.OpenMerged("0123456789abcdef"));
        Assert.Equal(152, merged.Find("/n").Length);
    }

    [SkippableFact]
    public async Task A_comma_or_colon_in_the_roots_path_does_no_harm()
    {
        using Imported i = Imported.Nothing();
        using Images.Store.ImageStore store = Images.Store.ImageStore.Open(i.Temp["odd,na:me\\x"]);
        string layout = new TestImage(i.Temp["layout"]).Layer(new TestLayer().File("f", "f")).Layer(new TestLayer().File("g", "g")).Write("odd");
        Records.ImageRecord image = Assert.Single(await store.ImportAsync(layout));
        PrivateMount.Run(store.Snapshots.Prepare("c1", image), root => File.WriteAllText(root + "/f", "written"));
        using var merged = new MergedView(store.Snapshots.OpenMerged("c1"));
        Assert.Equal("written", merged.Text("/f"));
    }

    [SkippableFact]
    public async Task A_view_shows_the_image_and_takes_no_write()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f", "f"));
        PrivateMount.Run(i.Store.Snapshots.View(i.Image), root =>
        {
            Assert.Equal("f", File.ReadAllText(root + "/f"));
            Assert.Throws<IOException>(() => File.WriteAllText(root + "/g", "g"));
        });
    }

    [SkippableFact]
    public async Task What_a_container_wrote_is_measured_in_blocks_and_inodes()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f", "f"));
        SnapshotMounts mounts = i.Store.Snapshots.Prepare("c1", i.Image);
        SnapshotUsage before = i.Store.Snapshots.Usage("c1");
        File.WriteAllBytes(mounts.UpperFolder + "/big", new byte[1 << 20]);
        using (FileStream holes = File.Create(mounts.UpperFolder + "/holes"))
            holes.SetLength(1L << 30);
        SnapshotUsage after = i.Store.Snapshots.Usage("c1");
        Assert.Equal(before.Inodes + 2, after.Inodes);
        Assert.InRange(after.Bytes - before.Bytes, 1 << 20, (1 << 20) + (1 << 16));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    public async Task A_name_that_is_no_folders_is_refused(string id)
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f"));
        Assert.Equal(ImageProblem.Invalid, Assert.Throws<ImageException>(() => i.Store.Snapshots.Prepare(id, i.Image)).Problem);
    }

    [SkippableFact]
    public async Task A_container_does_not_change_its_image()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f"));
        i.Store.Snapshots.Prepare("c1", i.Image);
        Records.ImageRecord other = Assert.Single(await i.Store.ImportAsync(new TestImage(i.Temp["other"]).Layer(new TestLayer().File("g")).Write("other")));
        Assert.Equal(ImageProblem.InUse, Assert.Throws<ImageException>(() => i.Store.Snapshots.Prepare("c1", other)).Problem);
    }

    [SkippableFact]
    public async Task The_hosts_mount_table_shows_none_of_it()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f"));
        using OwnedFd merged = i.Store.Snapshots.OpenMerged(i.Image);
        PrivateMount.Run(i.Store.Snapshots.Prepare("c1", i.Image), _ => Assert.DoesNotContain(i.Temp.Path, File.ReadAllText("/proc/1/mountinfo")));
    }
}
