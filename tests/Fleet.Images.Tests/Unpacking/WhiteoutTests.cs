using Fleet.Images.Layout;
using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Unpacking;

/// <summary>image-spec layer.md, "Whiteouts".</summary>
public class WhiteoutTests
{
    [SkippableFact]
    public async Task A_whiteout_hides_a_file_and_a_folder_of_a_lower_layer()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("d").File("d/a", "a").File("d/b", "b").Folder("d/sub").File("d/sub/x", "x"),
            new TestLayer().Folder("d").File("d/.wh.a").File("d/.wh.sub"));
        Assert.Equal(["/d", "/d/b"], i.Merged.Find("/d"));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_opaque_marker_hides_what_is_below_but_nothing_of_its_own_layer_wherever_it_stands(bool first)
    {
        var upper = new TestLayer().Folder("d");
        if (first)
            upper.File("d/.wh..wh..opq");
        upper.File("d/new", "n").Folder("d/sub").File("d/sub/y", "y");
        if (!first)
            upper.File("d/.wh..wh..opq");
        using Imported i = await Imported.LayersAsync(new TestLayer().Folder("d").File("d/old").Folder("d/sub").File("d/sub/old"), upper);
        Assert.Equal(["/d", "/d/new", "/d/sub", "/d/sub/y"], i.Merged.Find("/d"));
    }

    [SkippableFact]
    public async Task A_whiteout_beside_a_new_folder_of_the_same_name_makes_the_folder_start_anew()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("d").File("d/old"), new TestLayer().Folder("d").File("d/new").File(".wh.d"));
        Assert.Equal(["/d", "/d/new"], i.Merged.Find("/d"));
    }

    [SkippableFact]
    public async Task A_whiteout_beside_a_new_file_of_the_same_name_leaves_the_file()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("f", "old"), new TestLayer().File("f", "new").File(".wh.f"));
        Assert.Equal("new", i.Merged.Text("/f"));
    }

    [SkippableFact]
    public async Task A_whiteout_in_a_folder_that_the_same_layer_turns_into_a_link_hides_nothing_else()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("k").File("k/k").Folder("m").File("m/k"),
            new TestLayer().File("k/.wh.k").Symlink("k", "m").Folder("m"));
        Assert.Equal("m", i.Merged.LinkTarget("/k"));
        Assert.Equal(["/m", "/m/k"], i.Merged.Find("/m"));
    }

    [SkippableFact]
    public async Task Whiteouts_of_what_nobody_has_are_ignored_and_never_show()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("etc").File("etc/passwd").File("etc/.wh.none").File(".wh.none"),
            new TestLayer().File("nodir/.wh.x").File("etc/.wh.nothing").File("etc/no/where/.wh..wh..opq"));
        Assert.Equal(["/", "/etc", "/etc/passwd"], i.Merged.Find("/"));
    }

    [SkippableTheory]
    [InlineData(".wh.")]
    [InlineData("d/.wh.")]
    [InlineData(".wh...")]
    [InlineData(".wh..")]
    public async Task A_whiteout_of_nothing_is_refused_and_wipes_nothing(string name)
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().Folder("d").File("d/f"), new TestLayer().File(name));
        Assert.Contains($"entry {name} is a whiteout (.wh.) of nothing", e.Message);
    }

    [SkippableFact]
    public async Task Bookkeeping_of_aufs_is_cleared_away_but_links_to_it_keep_their_content()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder(".wh..wh.plnk").File(".wh..wh.plnk/1.2", "linked").Folder(".wh..wh.orph").File(".wh..wh.aufs").Folder("opt").Link("opt/lf", ".wh..wh.plnk/1.2"));
        Assert.Equal(["/", "/opt", "/opt/lf"], i.Merged.Find("/"));
        Assert.Equal("linked", i.Merged.Text("/opt/lf"));
    }

    [SkippableFact]
    public async Task An_opaque_root_hides_everything_below()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("a").File("a/old").File("b"), new TestLayer().File(".wh..wh..opq").Folder("a").File("a/new"));
        Assert.Equal(["/", "/a", "/a/new"], i.Merged.Find("/"));
    }

    [SkippableFact]
    public async Task A_device_zero_zero_in_a_layer_counts_as_the_whiteout_that_overlay_means_by_it()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().File("f"), new TestLayer().Add(new TarItem("f", '3')).Add(new TarItem("g", '3')));
        Assert.Equal(["/"], i.Merged.Find("/"));
    }

    [SkippableFact]
    public async Task A_whiteout_through_a_link_of_a_lower_layer_hides_what_the_link_leads_to()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("usr").Folder("usr/lib").File("usr/lib/a").File("usr/lib/b").Symlink("lib", "usr/lib"),
            new TestLayer().File("lib/.wh.a"));
        Assert.Equal(["/usr/lib", "/usr/lib/b"], i.Merged.Find("/usr/lib"));
        Assert.Equal("usr/lib", i.Merged.LinkTarget("/lib"));
    }

    [SkippableFact]
    public async Task A_name_that_an_upper_layer_brings_back_is_seen_again()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("d").File("d/x", "1"), new TestLayer().File(".wh.d"), new TestLayer().Folder("d").File("d/y", "2"));
        Assert.Equal(["/d", "/d/y"], i.Merged.Find("/d"));
        Assert.Equal(FileKind.Folder, i.Merged.Status("/d").Kind);
    }

    [SkippableFact]
    public async Task An_opaque_marker_through_a_link_of_a_lower_layer_hides_what_is_where_the_link_leads()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("usr").Folder("usr/lib", 0x1e8).File("usr/lib/a").Symlink("lib", "usr/lib"),
            new TestLayer().File("lib/.wh..wh..opq").File("lib/b"));
        Assert.Equal("usr/lib", i.Merged.LinkTarget("/lib"));
        Assert.Equal(["/usr/lib", "/usr/lib/b"], i.Merged.Find("/usr/lib"));
        Assert.Equal("750 0:0", i.Merged.Mode("/usr/lib"));
    }

    [SkippableFact]
    public async Task A_folder_that_takes_the_place_of_a_file_of_its_own_layer_does_not_bring_back_the_lower_one()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("d").File("d/old"), new TestLayer().File("d", "a file for a moment").Folder("d").File("d/new"));
        Assert.Equal(["/d", "/d/new"], i.Merged.Find("/d"));
    }
}
