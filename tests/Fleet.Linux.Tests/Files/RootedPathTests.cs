using System.Text;
using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

/// <summary>Lookups in a tree that a stranger made.</summary>
public class RootedPathTests
{
    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("etc/passwd")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/up/etc/passwd")]
    [InlineData("/abs/passwd")]
    public void Every_way_ends_inside(string path)
    {
        using var scratch = new Scratch();
        scratch.File("etc/passwd", "inside");
        File.CreateSymbolicLink(scratch["up"], "../../../../../..");
        File.CreateSymbolicLink(scratch["abs"], "/etc");
        Assert.Equal("inside", Encoding.UTF8.GetString(RootedPath.ReadAll(scratch.Fd, path)!));
    }

    [Fact]
    public void What_only_the_host_has_is_not_there()
    {
        using var scratch = new Scratch();
        File.CreateSymbolicLink(scratch["out"], "/etc/hostname");
        Assert.Null(RootedPath.ReadAll(scratch.Fd, "/etc/hostname"));
        Assert.Null(RootedPath.OpenRead(scratch.Fd, "/out"));
        Assert.Null(RootedPath.Find(scratch.Fd, "/out/more"));
    }

    [Fact]
    public void A_magic_link_is_refused()
    {
        using OwnedFd proc = FileAt.OpenFolder("/proc/self");
        Assert.Equal("ELOOP", Assert.Throws<KernelException>(() => RootedPath.Find(proc, "root/etc")).Errno.Name);
    }

    [Fact]
    public void A_fifo_is_not_opened_and_nobody_waits()
    {
        using var scratch = new Scratch();
        FileAt.MakeNode(scratch.Fd, "pipe"u8, (uint)FileKind.Fifo | 0x1b6);
        Assert.Null(RootedPath.OpenRead(scratch.Fd, "pipe"));
        Assert.Null(RootedPath.ReadAll(scratch.Fd, "/pipe"));
    }

    [Fact]
    public void A_file_longer_than_the_limit_is_refused_and_a_folder_is_no_file()
    {
        using var scratch = new Scratch();
        scratch.File("f", new string('x', 100));
        Assert.Equal(100, RootedPath.ReadAll(scratch.Fd, "f", 100)!.Length);
        Assert.Equal("EFBIG", Assert.Throws<KernelException>(() => RootedPath.ReadAll(scratch.Fd, "f", 99)).Errno.Name);
        Assert.Null(RootedPath.ReadAll(scratch.Fd, "/"));
    }
}
