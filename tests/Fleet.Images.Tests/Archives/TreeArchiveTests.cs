using System.Formats.Tar;
using Fleet.Images.Archives;
using Fleet.Images.Tests.Support;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Archives;

/// <summary>Archives of and into trees that a stranger made.</summary>
public sealed class TreeArchiveTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly OwnedFd _root;

    public TreeArchiveTests()
    {
        Directory.CreateDirectory(_temp["root/in"]);
        File.WriteAllText(_temp["secret"], "host");
        _root = FileAt.OpenFolder(_temp["root"]);
    }

    public void Dispose()
    {
        _root.Dispose();
        _temp.Dispose();
    }

    [Theory, InlineData("../x"), InlineData("a/../../x"), InlineData("..")]
    public void A_name_that_leads_outside_is_refused(string name)
    {
        Assert.Throws<ImageException>(() => Unpack(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name))));
        Assert.Equal(["root", "secret"], Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_link_in_the_archive_is_made_and_not_followed()
    {
        Assert.Throws<KernelException>(() => Unpack(tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "out") { LinkName = "../.." });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "out/secret"));
        }));
        Assert.Equal("host", File.ReadAllText(_temp["secret"]));
    }

    [Fact]
    public void A_link_that_was_there_is_replaced_and_not_written_through()
    {
        File.CreateSymbolicLink(_temp["root/in/f"], _temp["secret"]);
        Unpack(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "f")));
        Assert.Equal("host", File.ReadAllText(_temp["secret"]));
        Assert.Null(new FileInfo(_temp["root/in/f"]).LinkTarget);
    }

    [Fact]
    public void A_hard_link_to_a_file_outside_is_refused()
    {
        Directory.CreateSymbolicLink(_temp["root/in/up"], _temp.Path);
        Assert.Throws<KernelException>(() => Unpack(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "mine") { LinkName = "up/secret" })));
        Assert.False(File.Exists(_temp["root/in/mine"]));
    }

    [Fact]
    public void A_file_does_not_take_the_place_of_a_folder_nor_a_folder_that_of_a_file()
    {
        Directory.CreateDirectory(_temp["root/in/d"]);
        File.WriteAllText(_temp["root/in/f"], "");
        Assert.Throws<ImageException>(() => Unpack(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "d"))));
        Assert.Throws<ImageException>(() => Unpack(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "f"))));
    }

    [Fact]
    public void A_link_on_the_way_to_what_is_packed_ends_inside()
    {
        File.CreateSymbolicLink(_temp["root/etc"], "/in");
        File.WriteAllText(_temp["root/in/secret"], "inside");
        File.CreateSymbolicLink(_temp["root/up"], "../../..");
        Assert.Equal("inside", Text("etc/secret"));
        Assert.Equal("inside", Text("up/in/secret"));
        Assert.Null(TreePacker.Stat(_root, "/../secret"));
    }

    [Fact]
    public void A_fifo_is_packed_without_waiting_for_its_writer_and_a_socket_is_left_out()
    {
        FileAt.MakeNode(_root, "in/fifo"u8, (uint)FileKind.Fifo | 0x1a4);
        FileAt.MakeNode(_root, "in/socket"u8, (uint)FileKind.Socket | 0x1a4);
        Assert.Equal([TarEntryType.Directory, TarEntryType.Fifo], Packed("in").Select(entry => entry.EntryType));
    }

    [Fact]
    public void What_is_packed_is_unpacked_the_same_with_links_holes_and_modes()
    {
        File.WriteAllText(_temp["root/in/a"], "text");
        File.SetUnixFileMode(_temp["root/in/a"], UnixFileMode.UserRead | UnixFileMode.SetUser);
        Programs.Run("ln", _temp["root/in/a"], _temp["root/in/b"]);
        using (var holes = File.Create(_temp["root/in/holes"]))
        {
            holes.SetLength(4 << 20);
            holes.Position = 2 << 20;
            holes.WriteByte(1);
        }

        Directory.CreateDirectory(_temp["root/out"]);
        using var archive = new MemoryStream();
        Assert.True(TreePacker.Pack(_root, "in", "copy", _ => archive, IdShift.None, default));
        archive.Position = 0;
        Assert.True(TreeUnpacker.Unpack(_root, "out", archive, new UnpackOptions(), default));

        using OwnedFd copy = FileAt.OpenFolder(_temp["root/out/copy"]);
        FileStatus a = FileAt.Status(copy, "a"u8)!.Value, b = FileAt.Status(copy, "b"u8)!.Value, sparse = FileAt.Status(copy, "holes"u8)!.Value;
        Assert.Equal((a.Inode, 2u, 0x900u), (b.Inode, b.Links, a.Permissions));
        Assert.Equal(4 << 20, sparse.Size);
        Assert.InRange(sparse.Blocks * 512, 1, 1 << 20);
        Assert.Equal(File.ReadAllBytes(_temp["root/in/holes"]), File.ReadAllBytes(_temp["root/out/copy/holes"]));
    }

    [Fact]
    public void Ids_are_those_inside_and_one_that_the_namespace_lacks_is_refused()
    {
        var ids = new IdShift(100_000, 65_536);
        Assert.Equal((5u, 7u), (ids.Inside(100_005), ids.Inside(7)));
        Assert.Equal(100_005u, ids.Outside(5));
        Assert.Throws<ImageException>(() => ids.Outside(65_536));
    }

    private void Unpack(Action<TarWriter> write)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, leaveOpen: true))
            write(tar);
        archive.Position = 0;
        TreeUnpacker.Unpack(_root, "in", archive, new UnpackOptions(), default);
    }

    private List<TarEntry> Packed(string path)
    {
        var archive = new MemoryStream();
        Assert.True(TreePacker.Pack(_root, path, null, _ => archive, IdShift.None, default));
        archive.Position = 0;
        var reader = new TarReader(archive);
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }

    private string Text(string path)
    {
        using var content = new StreamReader(Assert.Single(Packed(path)).DataStream!);
        return content.ReadToEnd();
    }
}
