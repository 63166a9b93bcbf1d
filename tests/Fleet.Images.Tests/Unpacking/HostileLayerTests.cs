using Fleet.Images.Tests.Support;

namespace Fleet.Images.Tests.Unpacking;

/// <summary>Archives that try to get out. A file beside the store shows whether they did.</summary>
public class HostileLayerTests
{
    [SkippableTheory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/../evil")]
    [InlineData("a/..")]
    public async Task A_name_that_climbs_is_refused(string name)
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().File(name, "evil"));
        Assert.Contains($"entry {name} leads out of its folder by \"..\"", e.Message);
    }

    [SkippableFact]
    public async Task A_hard_link_that_climbs_is_refused()
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().Link("passwd", "../../../../../../etc/passwd"));
        Assert.Contains("entry passwd: the name it links to leads out of its folder", e.Message);
    }

    [SkippableTheory]
    [InlineData("OUTSIDE")]
    [InlineData("../../../../../../../../../../OUTSIDE")]
    public async Task A_folder_that_is_a_link_to_the_host_leads_to_the_same_path_inside(string target)
    {
        using var outside = new TempFolder();
        outside.File("untouched", "as it was");
        string path = target.Replace("OUTSIDE", target.StartsWith("..", StringComparison.Ordinal) ? outside.Path.TrimStart('/') : outside.Path);
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Symlink("way", path).File("way/untouched", "evil").File("way/new", "evil").Folder("way/sub").File("way/sub/x"));
        Assert.Equal("as it was", File.ReadAllText(outside["untouched"]));
        Assert.Equal(["untouched"], Directory.EnumerateFileSystemEntries(outside.Path).Select(f => Path.GetFileName(f)!));
        Assert.Equal("evil", i.Merged.Text(outside["new"]));
    }

    [SkippableFact]
    public async Task A_link_of_a_lower_layer_to_the_host_leads_inside_as_well()
    {
        using var outside = new TempFolder();
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Symlink("way", outside.Path).Folder(outside.Path), new TestLayer().File("way/new", "evil").File("way/.wh.untouched"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside.Path));
        Assert.Equal("evil", i.Merged.Text(outside["new"]));
    }

    [SkippableFact]
    public async Task A_hard_link_through_a_link_to_the_host_finds_nothing_there()
    {
        using var outside = new TempFolder();
        outside.File("secret", "secret");
        ImageException e = await Imported.RefusedAsync(
            new TestLayer().Symlink("way", outside.Path).Link("stolen", "way/secret"));
        Assert.Contains("entry stolen is a hard link to way/secret, which neither", e.Message);
    }

    [SkippableFact]
    public async Task A_file_over_a_link_replaces_the_link_and_not_what_it_leads_to()
    {
        using var outside = new TempFolder();
        outside.File("target", "as it was");
        using Imported i = await Imported.LayersAsync(new TestLayer().Symlink("f", outside["target"]).File("f", "mine"));
        Assert.Equal("as it was", File.ReadAllText(outside["target"]));
        Assert.Equal("mine", i.Merged.Text("/f"));
    }

    [SkippableFact]
    public async Task Links_in_a_circle_are_refused_by_name()
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().Symlink("a", "b").Symlink("b", "a").File("a/f"));
        Assert.Contains("entry a/f cannot be made", e.Message);
        Assert.Contains("more than 40 links", e.Message);
    }

    [SkippableFact]
    public async Task A_file_in_a_file_is_refused()
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().File("a", "x").File("a/b", "y"));
        Assert.Contains("entry a/b cannot be made: its folder a is not a folder in this layer", e.Message);
    }

    [SkippableFact]
    public async Task The_root_cannot_be_replaced()
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().Symlink("./", "/etc"));
        Assert.Contains("would replace the root", e.Message);
    }

    [SkippableFact]
    public async Task Names_beyond_the_kernels_limits_are_refused_by_name()
    {
        ImageException component = await Imported.RefusedAsync(new TestLayer().File(new string('n', 256)));
        Assert.Contains("ENAMETOOLONG", component.Message);
        ImageException path = await Imported.RefusedAsync(new TestLayer().File(string.Join('/', Enumerable.Repeat("d", 2500))));
        Assert.Contains("4095 is the most", path.Message);
    }

    [SkippableFact]
    public async Task A_folder_two_thousand_deep_is_made_and_goes_again()
    {
        string deep = string.Join('/', Enumerable.Repeat("d", 2000));
        using Imported i = await Imported.LayersAsync(new TestLayer().File(deep, "down here"), new TestLayer().File(".wh.d").File("e"));
        Assert.Equal(["/", "/e"], i.Merged.Find("/"));
        i.Merged.Dispose();
        i.Store.Remove("test");
        i.AssertEmpty();
    }
}
