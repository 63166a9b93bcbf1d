using Fleet.Model.Notation;

namespace Fleet.Model.Tests.Notation;

public sealed class MountTextTests
{
    [Fact]
    public void A_path_is_bound_a_word_is_a_volume_and_nothing_is_an_anonymous_one()
    {
        Assert.Equal(new MountSpec(MountType.Bind, "/base/./data", "/d"), Read("./data:/d"));
        Assert.Equal(new MountSpec(MountType.Bind, "/host", "/d", ReadOnly: true), Read("/host:/d:ro"));
        Assert.Equal(new MountSpec(MountType.Volume, "data", "/d") { NoCopy = true }, Read("data:/d:rw,nocopy"));
        Assert.Equal(new MountSpec(MountType.Volume, "", "/d"), Read("/d"));
        Assert.Equal(new MountSpec(MountType.Bind, "/a", "/b", true) { Propagation = "rslave" }, Read("/a:/b:ro,z,rslave"));
    }

    [Theory]
    [InlineData("/a:/", "must not be '/'")]
    [InlineData("/a:/b/..", "'..'")]
    [InlineData("/a:b", "absolute path in the container")]
    [InlineData("/a:/proc/x", "/proc")]
    [InlineData("data:/b:rslave", "not an option")]
    [InlineData("/a:/b:readonly", "not an option")]
    [InlineData("/a:/b:nocopy", "not an option of a path")]
    [InlineData("/a:/b:ro:x", "too many colons")]
    [InlineData("a:", "empty part")]
    [InlineData("", "empty part")]
    public void A_bad_mount_is_refused(string text, string says)
    {
        Assert.False(MountText.TryParse(text, path => "/base/" + path, out _, out string? fault));
        Assert.Contains(says, fault);
    }

    private static MountSpec Read(string text)
    {
        Assert.True(MountText.TryParse(text, path => path.StartsWith('/') ? path : "/base/" + path, out MountSpec? mount, out string? fault), fault);
        return mount;
    }
}
