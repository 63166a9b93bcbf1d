using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

public class FileAtTests
{
    [SkippableFact]
    public void What_is_made_has_the_mode_owner_time_and_number_it_was_given()
    {
        Scratch.NeedsRoot();
        using var s = new Scratch();
        FileAt.MakeFolder(s.Fd, "d"u8, 0x3ff);
        FileAt.MakeNode(s.Fd, "n"u8, (uint)FileKind.BlockDevice | 0x1b0, 0xfff, 0xfffff);
        FileAt.MakeSymlink(s.Fd, "l"u8, "nowhere"u8);
        FileAt.SetOwner(s.Fd, "l"u8, 4_000_000_000, 7);
        FileAt.SetTimes(s.Fd, "l"u8, -5, 123_456_789);
        Assert.Equal(0x3ffu, FileAt.Status(s.Fd, "d"u8)!.Value.Permissions);
        FileStatus node = FileAt.Status(s.Fd, "n"u8)!.Value;
        Assert.Equal((FileKind.BlockDevice, 0xfffu, 0xfffffu), (node.Kind, node.NodeMajor, node.NodeMinor));
        FileStatus link = FileAt.Status(s.Fd, "l"u8)!.Value;
        Assert.Equal((4_000_000_000u, 7u, -5L, 123_456_789u), (link.Uid, link.Gid, link.ModifiedSeconds, link.ModifiedNanoseconds));
        Assert.Equal("nowhere"u8.ToArray(), FileAt.ReadLink(s.Fd, "l"u8));
    }

    [Fact]
    public void A_status_says_what_stat_says()
    {
        using var s = new Scratch();
        s.File("f", new string('x', 5000));
        FileStatus status = FileAt.Status(s.Fd, "f"u8)!.Value;
        using var stat = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%f %u %g %h %i %s %b %Y", s["f"]]) { RedirectStandardOutput = true })!;
        Assert.Equal(
            stat.StandardOutput.ReadToEnd().Trim(),
            $"{status.Mode:x} {status.Uid} {status.Gid} {status.Links} {status.Inode} {status.Size} {status.Blocks} {status.ModifiedSeconds}");
    }

    [Fact]
    public void A_name_of_any_bytes_is_kept_and_listed_as_it_is()
    {
        using var s = new Scratch();
        byte[] odd = [0xff, (byte)'\n', 0x80, (byte)' '];
        FileAt.Open(s.Fd, odd, OpenFlags.WriteOnly | OpenFlags.Create, 0x180).Dispose();
        Assert.Equal(odd, Assert.Single(FolderEntries.Read(s.Fd)));
        Assert.Contains("\\x0a", Assert.Throws<KernelException>(() => FileAt.MakeFolder(s.Fd, odd, 0x1ed)).Message);
        Assert.Throws<ArgumentException>(() => FileAt.MakeFolder(s.Fd, "a\0b"u8, 0x1ed));
    }

    [Fact]
    public void Nothing_above_the_folder_can_be_opened()
    {
        using var s = new Scratch();
        File.CreateSymbolicLink(s["out"], "/etc");
        foreach (string way in (string[])["..", "/etc", "out/hostname"])
            Assert.Equal("EXDEV", Assert.Throws<KernelException>(() => FileAt.Open(s.Fd, Scratch.Bytes(way), OpenFlags.Path)).Errno.Name);
    }

    [Fact]
    public void A_failure_names_what_and_why()
    {
        using var s = new Scratch();
        var e = Assert.Throws<KernelException>(() => FileAt.Rename(s.Fd, "a"u8, s.Fd, "b"u8));
        Assert.Equal("rename to b: ENOENT (No such file or directory)", e.Message);
        Assert.False(FileAt.Unlink(s.Fd, "a"u8));
        s.File("a");
        s.File("b");
        Assert.Equal("EEXIST", Assert.Throws<KernelException>(() => FileAt.Rename(s.Fd, "a"u8, s.Fd, "b"u8, replace: false)).Errno.Name);
    }

    [SkippableFact]
    public void Extended_attributes_are_set_read_listed_and_removed_also_on_links()
    {
        Scratch.NeedsRoot();
        using var s = new Scratch();
        s.File("f");
        using OwnedFd file = FileAt.Open(s.Fd, "f"u8, OpenFlags.ReadOnly);
        byte[] large = new byte[3000];
        large[2999] = 7;
        FileMeta.SetXattr(file, "user.large", large);
        FileMeta.SetXattr(file, "trusted.empty", []);
        Assert.Equal(large, FileMeta.GetXattr(file, "user.large"));
        Assert.Equal([], FileMeta.GetXattr(file, "trusted.empty")!);
        Assert.Null(FileMeta.GetXattr(file, "user.none"));
        Assert.Equal(["trusted.empty", "user.large"], FileMeta.ListXattrs(file).Order());
        FileMeta.RemoveXattr(file, "user.large");
        Assert.Equal(["trusted.empty"], FileMeta.ListXattrs(file));

        FileAt.MakeSymlink(s.Fd, "l"u8, "f"u8);
        using OwnedFd link = FileAt.Open(s.Fd, "l"u8, OpenFlags.Path | OpenFlags.NoFollow);
        FileMeta.SetXattr(link, "trusted.of", "link"u8);
        Assert.Equal("link"u8.ToArray(), FileMeta.GetXattr(link, "trusted.of"));
        Assert.Null(FileMeta.GetXattr(file, "trusted.of"));
    }

    [SkippableFact]
    public void Changing_the_owner_after_the_mode_would_lose_set_id_bits_so_the_order_matters()
    {
        Scratch.NeedsRoot();
        using var s = new Scratch();
        s.File("f");
        using OwnedFd file = FileAt.Open(s.Fd, "f"u8, OpenFlags.ReadOnly);
        FileMeta.SetOwner(file, 1000, 1000);
        FileMeta.SetMode(file, 0x9ed);
        Assert.Equal(0x9edu, FileAt.Status(file).Permissions);
        FileMeta.SetOwner(file, 1001, 1001);
        Assert.Equal(0x1edu, FileAt.Status(file).Permissions);
    }

    [Fact]
    public void A_lock_is_one_openers_until_it_is_closed()
    {
        using var s = new Scratch();
        s.File("lock");
        using OwnedFd second = FileAt.Open(s.Fd, "lock"u8, OpenFlags.ReadWrite);
        using (OwnedFd first = FileAt.Open(s.Fd, "lock"u8, OpenFlags.ReadWrite))
        {
            Assert.True(FileData.TryLock(first));
            Assert.False(FileData.TryLock(second));
        }

        Assert.True(FileData.TryLock(second));
    }
}
