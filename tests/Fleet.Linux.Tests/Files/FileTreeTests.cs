using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

public class FileTreeTests
{
    [Fact]
    public void A_tree_is_deleted_without_following_a_link_out_of_it()
    {
        using Scratch s = new(), outside = new();
        outside.File("precious", "precious");
        s.File("t/a/b");
        Directory.CreateSymbolicLink(s["t/out"], outside.Path);
        Directory.CreateSymbolicLink(s["t/a/out"], outside.Path);
        Assert.True(FileTree.Delete(s.Fd, "t"u8));
        Assert.False(FileTree.Delete(s.Fd, "t"u8));
        Assert.Empty(Directory.EnumerateFileSystemEntries(s.Path));
        Assert.True(File.Exists(outside["precious"]));
    }

    [Fact]
    public void A_tree_deeper_than_any_path_can_be_is_deleted()
    {
        using var s = new Scratch();
        OwnedFd at = FileAt.Open(s.Fd, "."u8, OpenFlags.Folder);
        for (int depth = 0; depth < 20_000; depth++)
        {
            FileAt.MakeFolder(at, "dddddddd"u8, 0x1ed);
            OwnedFd next = FileAt.Open(at, "dddddddd"u8, OpenFlags.Folder);
            at.Dispose();
            at = next;
        }

        at.Dispose();
        Assert.True(FileTree.Delete(s.Fd, "dddddddd"u8));
        Assert.Empty(Directory.EnumerateFileSystemEntries(s.Path));
    }

    [SkippableFact]
    public void A_copy_keeps_links_holes_devices_owners_and_attributes()
    {
        Scratch.NeedsRoot();
        using var s = new Scratch();
        s.File("from/f", "content");
        File.SetUnixFileMode(s["from/f"], (UnixFileMode)0x9e8);
        using (OwnedFd from = FileAt.OpenFolder(s["from"]))
        {
            FileAt.Link(from, "f"u8, from, "again"u8);
            FileAt.MakeSymlink(from, "l"u8, "f"u8);
            FileAt.MakeNode(from, "null"u8, (uint)FileKind.CharacterDevice | 0x1b6, 1, 3);
            FileMeta.SetOwner(from, 5, 6);
            FileMeta.SetXattr(from, "user.note", "n"u8);
            FileMeta.SetXattr(from, "trusted.overlay.opaque", "y"u8);
            using (FileStream holes = File.Create(s["from/holes"]))
            {
                holes.Position = 10 << 20;
                holes.WriteByte(1);
                holes.SetLength(20 << 20);
            }

            FileAt.MakeFolder(s.Fd, "to"u8, 0x1c0);
            using OwnedFd to = FileAt.OpenFolder(s["to"]);
            using OwnedFd again = FileAt.OpenFolder(s["from"]);
            FileCopy.Tree(again, to);
            Assert.Equal((5u, 6u), (FileAt.Status(to).Uid, FileAt.Status(to).Gid));
            Assert.Equal(["user.note"], FileMeta.ListXattrs(to));
            Assert.Equal(FileAt.Status(to, "f"u8)!.Value.Inode, FileAt.Status(to, "again"u8)!.Value.Inode);
            Assert.Equal(0x9e8u, FileAt.Status(to, "f"u8)!.Value.Permissions);
            Assert.Equal(3u, FileAt.Status(to, "null"u8)!.Value.NodeMinor);
            FileStatus copy = FileAt.Status(to, "holes"u8)!.Value;
            Assert.Equal(20 << 20, copy.Size);
            Assert.True(copy.Blocks * 512 < 1 << 20);
            Assert.Equal(1, File.ReadAllBytes(s["to/holes"])[10 << 20]);
        }
    }
}
