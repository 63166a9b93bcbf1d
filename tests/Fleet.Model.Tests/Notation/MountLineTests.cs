using Fleet.Model.Notation;

namespace Fleet.Model.Tests.Notation;

/// <summary>Docker's --mount and --tmpfs.</summary>
public class MountLineTests
{
    private static MountSpec Read(string line)
    {
        Assert.True(MountLine.TryParse(line, path => "/here/" + path, out MountSpec? mount, out string? fault), fault);
        return mount;
    }

    [Fact]
    public void Each_type_has_its_options()
    {
        Assert.Equal(
            new MountSpec(MountType.Bind, "/here/a", "/b", true) { MustExist = true, Propagation = "rslave", Depth = BindDepth.Writable },
            Read("type=bind,source=a,target=/b,readonly,bind-propagation=rslave,bind-recursive=writable,consistency=cached"));
        Assert.Equal(new MountSpec(MountType.Volume, "v", "/b") { NoCopy = true }, Read("src=v,dst=/b,volume-nocopy=true"));
        Assert.Equal(new MountSpec(MountType.Tmpfs, "", "/b") { TmpfsBytes = 1 << 20, TmpfsMode = 0x1C0 }, Read("type=tmpfs,destination=/b,tmpfs-size=1m,tmpfs-mode=0700"));
        Assert.Equal(new MountSpec(MountType.Bind, "/here/a", "/b") { MustExist = true, Depth = BindDepth.Alone }, Read("type=bind,src=a,dst=/b,ro=false,bind-nonrecursive"));
        Assert.Equal(new MountSpec(MountType.Bind, "/here/a,b\"c", "/b") { MustExist = true }, Read("type=bind,\"src=a,b\"\"c\",dst=/b"));
    }

    [Theory]
    [InlineData("type=bind,source=a", "target is required")]
    [InlineData("type=bind,target=/b", "Source must not be empty")]
    [InlineData("type=nfs,target=/b", "unsupported mount type 'nfs'")]
    [InlineData("type=bind,source=a,target=/b,nonsense", "must be a key=value pair")]
    [InlineData("type=bind,source=a,target=/b,nonsense=1", "unexpected key 'nonsense'")]
    [InlineData("type=bind,source=a,target=/b,volume-nocopy", "cannot mix 'volume-*' options with mount type 'bind'")]
    [InlineData("type=tmpfs,target=/b,tmpfs-mode=9", "invalid value for tmpfs-mode")]
    [InlineData("type=bind,source=a,target=b", "absolute path")]
    [InlineData("type=bind,source=a,target=/b,ro=perhaps", "invalid value for ro")]
    [InlineData("type=bind,\"source=a,target=/b", "quote is not closed")]
    public void A_bad_line_is_refused_in_dockers_words(string line, string says)
    {
        Assert.False(MountLine.TryParse(line, path => path, out _, out string? fault));
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tmpfs_takes_the_words_of_mount()
    {
        Assert.True(TmpfsText.TryParse("/t:size=1m,mode=755,ro,exec,uid=1000,size=50%", out MountSpec? mount, out _));
        Assert.Equal(new MountSpec(MountType.Tmpfs, "", "/t", true) { TmpfsBytes = 1 << 20, TmpfsMode = 0x1ED, TmpfsOptions = "exec,uid=1000,size=50%" }, mount);
        Assert.False(TmpfsText.TryParse("/t:nonsense", out _, out string? fault));
        Assert.Contains("'nonsense'", fault, StringComparison.Ordinal);
        Assert.False(TmpfsText.TryParse("t", out _, out _));
    }

    [Theory]
    [InlineData("c 1:3 rwm", true)]
    [InlineData("a *:* r", true)]
    [InlineData("b 7:* m", true)]
    [InlineData("x", false)]
    [InlineData("c 1 r", false)]
    [InlineData("c 1:3 x", false)]
    [InlineData("p 1:3 r", false)]
    public void Rules_for_devices_have_three_parts(string text, bool good) => Assert.Equal(good, DeviceRuleText.TryParse(text, out _));
}
