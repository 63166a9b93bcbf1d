using Fleet.Images.Layout;
using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Unpacking;

/// <summary>What entries of each kind become, alone and one over the other.</summary>
public class EntryTests
{
    [SkippableFact]
    public async Task Owner_mode_set_id_bits_time_and_file_capabilities_are_all_kept()
    {
        byte[] capability = [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        using Imported i = await Imported.LayersAsync(new TestLayer()
            .Folder("opt", time: 1_000_000_000)
            .Add(new TarItem("opt/tool", '0') { Mode = 0xded, Uid = 1000, Gid = 1001, ModifiedSeconds = 1_234_567_890, Xattrs = [new("security.capability", capability)] }, "#!"u8.ToArray())
            .Folder("opt/sg", 0x5fd, 0, 1001)
            .Folder("opt/st", 0x3ff));
        Assert.Equal("6755 1000:1001", i.Merged.Mode("/opt/tool"));
        Assert.Equal(capability, i.Merged.Xattr("/opt/tool", "security.capability"));
        Assert.Equal(1_234_567_890, i.Merged.Status("/opt/tool").ModifiedSeconds);
        Assert.Equal("2775 0:1001", i.Merged.Mode("/opt/sg"));
        Assert.Equal("1777 0:0", i.Merged.Mode("/opt/st"));
        Assert.Equal(1_000_000_000, i.Merged.Status("/opt").ModifiedSeconds);
    }

    [SkippableFact]
    public async Task Attributes_that_overlay_would_take_for_orders_are_not_taken_from_an_image()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("d").File("d/old"),
            new TestLayer().Add(new TarItem("d/", '5') { Mode = 0x1ed, Xattrs = [new("trusted.overlay.opaque", "y"u8.ToArray()), new("user.note", "kept"u8.ToArray())] }));
        Assert.Equal(["/d", "/d/old"], i.Merged.Find("/d"));
        Assert.Equal("kept"u8.ToArray(), i.Merged.Xattr("/d", "user.note"));
    }

    [SkippableFact]
    public async Task Devices_and_fifos_are_made_with_number_mode_and_owner()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer()
            .Add(new TarItem("null", '3') { Mode = 0x1b6, DeviceMajor = 1, DeviceMinor = 3 })
            .Add(new TarItem("disk", '4') { Mode = 0x1b0, Gid = 6, DeviceMajor = 259, DeviceMinor = 70000 })
            .Add(new TarItem("pipe", '6') { Mode = 0x180, Uid = 7 }));
        Assert.Equal((FileKind.CharacterDevice, 1u, 3u), Node(i, "/null"));
        Assert.Equal((FileKind.BlockDevice, 259u, 70000u), Node(i, "/disk"));
        Assert.Equal("660 0:6", i.Merged.Mode("/disk"));
        Assert.Equal(FileKind.Fifo, i.Merged.Status("/pipe").Kind);
        Assert.Equal("600 7:0", i.Merged.Mode("/pipe"));
    }

    private static (FileKind, uint, uint) Node(Imported i, string path)
    {
        FileStatus status = i.Merged.Status(path);
        return (status.Kind, status.NodeMajor, status.NodeMinor);
    }

    [SkippableFact]
    public async Task A_file_entered_twice_is_the_last_one_as_a_whole()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer()
            .Folder("d").File("d/f", "the first is longer", 0x1ff, 5, 5).File("d/f", "2nd", 0x180));
        Assert.Equal("2nd", i.Merged.Text("/d/f"));
        Assert.Equal("600 0:0", i.Merged.Mode("/d/f"));
    }

    [SkippableFact]
    public async Task A_folder_entered_twice_has_the_last_mode_and_keeps_what_is_in_it()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().Folder("d").File("d/f", "f").Folder("d", 0x1c0));
        Assert.Equal("700 0:0", i.Merged.Mode("/d"));
        Assert.Equal("f", i.Merged.Text("/d/f"));
    }

    [SkippableFact]
    public async Task Upper_entries_replace_lower_ones_of_any_other_kind_and_links_lead_to_no_change()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("p").File("p/x").File("q").Folder("target").File("keep", "keep").Symlink("l", "keep").Symlink("m", "target"),
            new TestLayer().File("p", "file").Folder("q").File("q/r", "below").File("l", "new").Folder("m").File("m/n", "n"));
        Assert.Equal("file", i.Merged.Text("/p"));
        Assert.Equal("below", i.Merged.Text("/q/r"));
        Assert.Equal(FileKind.Regular, i.Merged.Status("/l").Kind);
        Assert.Equal("keep", i.Merged.Text("/keep"));
        Assert.Equal(["/m", "/m/n"], i.Merged.Find("/m"));
        Assert.Equal(["/target"], i.Merged.Find("/target"));
    }

    [SkippableFact]
    public async Task The_same_replacements_hold_inside_one_layer()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer()
            .Folder("p").File("p/x").File("p", "file").File("q").Folder("q").File("q/r", "below").Symlink("l", "q").File("l", "new"));
        Assert.Equal(["/", "/l", "/p", "/q", "/q/r"], i.Merged.Find("/"));
        Assert.Equal("file", i.Merged.Text("/p"));
        Assert.Equal("new", i.Merged.Text("/l"));
    }

    [SkippableFact]
    public async Task Missing_parents_are_made_for_root_or_keep_what_they_are_below()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().File("app/run/bin", "x").Folder("home", 0x1c0, 1000, 1000, time: 77),
            new TestLayer().File("home/.rc", "y"));
        Assert.Equal("755 0:0", i.Merged.Mode("/app/run"));
        Assert.Equal("700 1000:1000", i.Merged.Mode("/home"));
        Assert.Equal(77, i.Merged.Status("/home").ModifiedSeconds);
    }

    [SkippableFact]
    public async Task A_folder_without_an_entry_that_is_a_link_below_stays_the_link_and_the_files_go_where_it_leads()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("usr").Folder("usr/lib", 0x1e8).File("usr/lib/a", "a").Symlink("lib", "usr/lib"),
            new TestLayer().File("lib/b", "b").File("lib/deep/c", "c"));
        Assert.Equal("usr/lib", i.Merged.LinkTarget("/lib"));
        Assert.Equal(["/usr/lib", "/usr/lib/a", "/usr/lib/b", "/usr/lib/deep", "/usr/lib/deep/c"], i.Merged.Find("/usr/lib"));
        Assert.Equal("750 0:0", i.Merged.Mode("/usr/lib"));
    }

    [SkippableFact]
    public async Task The_root_may_have_an_entry_and_keeps_it_through_layers_without_one()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("./", 0x1c9, 3, 4).File("a"), new TestLayer().File("b"));
        Assert.Equal("711 3:4", i.Merged.Mode("/"));
        Assert.NotEmpty(i.Store.Snapshots.Prepare("c1", i.Image).UpperFolder);
        using var upper = new MergedView(i.Store.Snapshots.OpenMerged("c1"));
        Assert.Equal("711 3:4", upper.Mode("/"));
    }

    [SkippableFact]
    public async Task Names_with_slashes_and_dots_in_odd_places_are_what_they_mean()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().Folder("/").File("/ab/f", "abs").File("./ab/./g", "dot").File("ab//h", "two"));
        Assert.Equal(["/", "/ab", "/ab/f", "/ab/g", "/ab/h"], i.Merged.Find("/"));
    }

    [SkippableFact]
    public async Task Long_names_and_link_targets_are_kept_whole()
    {
        string deep = string.Join('/', Enumerable.Range(0, 6).Select(n => $"p{n}-{new string('x', 50)}"));
        string target = new('t', 209);
        using Imported i = await Imported.LayersAsync(new TestLayer().File(deep, "pax").Symlink("k", target));
        Assert.Equal("pax", i.Merged.Text("/" + deep));
        Assert.Equal(target, i.Merged.LinkTarget("/k"));
    }
}
