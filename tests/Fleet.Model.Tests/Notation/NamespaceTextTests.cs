using Fleet.Model.Notation;

namespace Fleet.Model.Tests.Notation;

public class NamespaceTextTests
{
    [Theory]
    [InlineData("", NamespaceOrigin.Own, "")]
    [InlineData("private", NamespaceOrigin.Own, "")]
    [InlineData("host", NamespaceOrigin.Host, "")]
    [InlineData("container:web", NamespaceOrigin.Container, "web")]
    [InlineData("ns:/run/netns/blue", NamespaceOrigin.Path, "/run/netns/blue")]
    public void Docker_and_podman_words_are_read(string text, NamespaceOrigin origin, string of)
    {
        Assert.True(NamespaceText.TryParse(text, joinable: true, out NamespaceChoice? choice, out _));
        Assert.Equal(new NamespaceChoice(origin, of), choice);
        Assert.Equal(text.Length == 0 ? "private" : text, choice.ToString());
    }

    [Theory]
    [InlineData("hots", "is not one of private, host, container:NAME, ns:PATH")]
    [InlineData("container:", "lacks the container's name")]
    [InlineData("ns:run/netns/blue", "absolute path")]
    public void What_is_no_choice_is_refused_with_those_there_are(string text, string words)
    {
        Assert.False(NamespaceText.TryParse(text, joinable: true, out _, out string? fault));
        Assert.Contains(words, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_joined_takes_private_and_host_only()
    {
        Assert.False(NamespaceText.TryParse("container:web", joinable: false, out _, out string? fault));
        Assert.EndsWith("is not one of private, host", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host", UserNamespaceMode.Host, 0)]
    [InlineData("private", UserNamespaceMode.Private, 0)]
    [InlineData("uid=1000", UserNamespaceMode.Single, 1000)]
    public void A_user_namespace_is_the_hosts_its_own_or_one_users(string text, UserNamespaceMode mode, uint uid)
    {
        Assert.True(NamespaceText.TryParseUser(text, out UserNamespaceMode read, out uint readUid, out _));
        Assert.Equal((mode, uid), (read, readUid));
    }

    [Theory]
    [InlineData("uid=0", "the node's own root")]
    [InlineData("uid=alice", "by its number")]
    [InlineData("uid=4294967295", "nobody's number")]
    [InlineData("pivate", "is not one of host, private, uid=N")]
    public void Root_of_the_node_and_names_are_no_user_to_map_to(string text, string words)
    {
        Assert.False(NamespaceText.TryParseUser(text, out _, out _, out string? fault));
        Assert.Contains(words, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Clocks_go_forward_and_back()
    {
        Assert.True(NamespaceText.TryParseTime("boottime=24h,monotonic=-1m30s", out TimeOffsets? offsets, out _));
        Assert.Equal(new TimeOffsets(TimeSpan.FromSeconds(-90), TimeSpan.FromDays(1)), offsets);
        Assert.True(NamespaceText.TryParseTime("private", out offsets, out _));
        Assert.Equal(new TimeOffsets(TimeSpan.Zero, TimeSpan.Zero), offsets);
        Assert.True(NamespaceText.TryParseTime("host", out offsets, out _));
        Assert.Null(offsets);
    }

    [Theory, InlineData("realtime=1h", "is not one of"), InlineData("boottime=5", "lacks a unit"), InlineData("boottime", "is not one of")]
    public void The_wall_clock_cannot_be_set(string text, string words)
    {
        Assert.False(NamespaceText.TryParseTime(text, out _, out string? fault));
        Assert.Contains(words, fault, StringComparison.Ordinal);
    }
}
