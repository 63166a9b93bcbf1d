using Fleet.Linux.Files;

namespace Fleet.Linux.Tests.Files;

/// <summary>Both ways to a detached overlay show the same.</summary>
public class OverlayTests
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Folders_are_merged_where_no_mount_table_shows_it(bool modern)
    {
        Scratch.NeedsRoot();
        using var s = new Scratch();
        s.File("low/both", "low");
        s.File("low/low");
        s.File("top/both", "top");
        OwnedFd? merged = modern ? DetachedOverlay.TryModern(s.Fd, ["top", "low"]) : ClassicOverlay.Open(s.Fd, ["top", "low"]);
        Skip.If(merged is null, "needs lowerdir+ (Linux 6.7)");
        using (merged)
        {
            Assert.Equal("top"u8.ToArray(), RootedPath.ReadAll(merged, "/both"));
            Assert.Equal([], RootedPath.ReadAll(merged, "/low")!);
            Assert.Equal("EROFS", Assert.Throws<KernelException>(() => FileAt.MakeFolder(merged, "new"u8, 0x1ed)).Errno.Name);
            Assert.True(FileData.IsOnOverlay(merged));
            Assert.False(FileData.IsOnOverlay(s.Fd));
            Assert.DoesNotContain(s.Path, File.ReadAllText("/proc/self/mountinfo"));
        }
    }

    [SkippableFact]
    public void A_layer_that_is_not_there_is_named()
    {
        Scratch.NeedsRoot();
        using var s = new Scratch();
        s.File("low/f");
        Assert.Equal("ENOENT", Assert.Throws<KernelException>(() => DetachedOverlay.Open(s.Fd, ["missing", "low"])).Errno.Name);
        Assert.Equal("ENOENT", Assert.Throws<KernelException>(() => ClassicOverlay.Open(s.Fd, ["missing", "low"])).Errno.Name);
    }
}
