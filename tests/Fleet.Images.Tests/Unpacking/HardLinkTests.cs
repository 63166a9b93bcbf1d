using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Unpacking;

public class HardLinkTests
{
    [SkippableFact]
    public async Task Two_names_of_a_file_are_one_file()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("a", "data").Link("b", "a").Link("c", "/b"));
        Assert.Equal(i.Merged.Status("/a").Inode, i.Merged.Status("/c").Inode);
        Assert.Equal(3u, i.Merged.Status("/b").Links);
    }

    [SkippableFact]
    public async Task A_second_name_survives_when_an_upper_layer_deletes_the_first()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("h").File("h/x", "data").Link("h/y", "h/x"), new TestLayer().File("h/.wh.x"));
        Assert.Equal(["/h", "/h/y"], i.Merged.Find("/h"));
        Assert.Equal("data", i.Merged.Text("/h/y"));
    }

    [SkippableFact]
    public async Task A_link_to_a_file_that_only_a_lower_layer_has_gets_its_content_and_attributes()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("h").File("h/y", "data", 0x1e8, 12, 13, time: 99),
            new TestLayer().File("other"),
            new TestLayer().Link("h/z", "h/y").Link("w", "h/z"));
        Assert.Equal("data", i.Merged.Text("/h/z"));
        Assert.Equal("750 12:13", i.Merged.Mode("/h/z"));
        Assert.Equal(99, i.Merged.Status("/w").ModifiedSeconds);
        Assert.Equal(i.Merged.Status("/h/z").Inode, i.Merged.Status("/w").Inode);
    }

    [SkippableFact]
    public async Task A_link_to_a_symbolic_link_is_a_symbolic_link_too()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().Folder("s").Symlink("s/1", "nowhere").Link("s/2", "s/1"), new TestLayer().Link("s/3", "s/2"));
        Assert.Equal("nowhere", i.Merged.LinkTarget("/s/2"));
        Assert.Equal("nowhere", i.Merged.LinkTarget("/s/3"));
        Assert.Equal(["/s", "/s/1", "/s/2", "/s/3"], i.Merged.Find("/s"));
    }

    [SkippableFact]
    public async Task A_link_into_folders_without_entries_makes_them()
    {
        using Imported i = await Imported.LayersAsync(new TestLayer().File("app/bin", "x").Link("app/run/_main/app_/bin", "app/bin"));
        Assert.Equal("x", i.Merged.Text("/app/run/_main/app_/bin"));
        Assert.Equal("755 0:0", i.Merged.Mode("/app/run/_main"));
    }

    [SkippableFact]
    public async Task A_link_to_nothing_is_refused_by_both_names()
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().File("a"), new TestLayer().Link("b", "c/d"));
        Assert.Equal(ImageProblem.Invalid, e.Problem);
        Assert.Contains("entry b is a hard link to c/d, which neither this layer nor one below it has", e.Message);
    }

    [SkippableFact]
    public async Task A_link_to_a_folder_is_refused()
    {
        ImageException e = await Imported.RefusedAsync(new TestLayer().Folder("d").Link("b", "d"));
        Assert.Contains("entry b is a hard link to a folder, d", e.Message);
    }

    [SkippableFact]
    public async Task A_later_entry_under_the_name_of_a_link_wins()
    {
        using Imported i = await Imported.LayersAsync(
            new TestLayer().File("y", "low"), new TestLayer().Link("z", "y").File("z", "later"));
        Assert.Equal("later", i.Merged.Text("/z"));
        Assert.Equal(FileKind.Regular, i.Merged.Status("/z").Kind);
    }
}
