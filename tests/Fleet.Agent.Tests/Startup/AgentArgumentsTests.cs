using Fleet.Agent.Startup;

namespace Fleet.Agent.Tests.Startup;

public class AgentArgumentsTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var read = AgentArguments.Parse(["--root", "/r", "--config", "/c", "--name", "n1", "--cgroup-parent", "fleet/lab-n1", "--stop-containers"]);
        Assert.Equal(new AgentArguments { Root = "/r", Config = "/c", Name = "n1", CgroupParent = "fleet/lab-n1", StopContainers = true }, read);
    }

    [Theory]
    [InlineData("--rot")]
    [InlineData("--root")]
    [InlineData("x")]
    public void An_unknown_word_and_a_missing_value_are_named(string word)
    {
        var error = Assert.Throws<StartException>(() => AgentArguments.Parse([word]));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains("usage", error.Message, StringComparison.Ordinal);
    }
}
