using Akka.Configuration;

namespace Fleet.Client.Tests;

public sealed class FleetClientOptionsTests
{
    [Fact]
    public void The_file_that_comes_with_fleet_holds_the_defaults()
    {
        var read = FleetClientOptions.From(ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", "client.conf"))));
        Assert.Equal(["10.0.0.1:4054"], read.Doors.ToArray());
        Assert.Equal(new FleetClientOptions { Doors = read.Doors }, read);
    }

    [Fact]
    public void Waiting_may_be_without_end() =>
        Assert.Equal(Timeout.InfiniteTimeSpan, FleetClientOptions.From(ConfigurationFactory.ParseString("fleet.client { doors = [\"a:1\"], unreachable-after = infinite }")).UnreachableAfter);

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var refused = Assert.Throws<ConfigurationException>(() => FleetClientOptions.From(ConfigurationFactory.ParseString(
            "fleet.client { door = [\"a:1\"], busy-patience = 30, watch-buffer = 0 }")));
        string[] lines = refused.Message.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains("did you mean 'doors'?", refused.Message);
        Assert.Contains("write 30s", refused.Message);
        Assert.Contains("'0' is not a whole number from 1", refused.Message);
    }
}
