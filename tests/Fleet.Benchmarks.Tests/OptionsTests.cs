using Fleet.Benchmarks.CommandLine;

namespace Fleet.Benchmarks.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Suites_come_in_the_order_they_were_named_and_all_means_every_one_once()
    {
        Assert.True(Options.TryParse(["run", "start", "--json", "x.json", "--rounds", "3"], out var options, out _));
        Assert.Equal(["run", "start"], options.Suites);
        Assert.Equal(("x.json", 3), (options.JsonFile, options.Rounds));
        Assert.True(Options.TryParse(["all", "start"], out options, out _));
        Assert.Equal(["start", "run", "service", "memory", "pull", "failover", "density"], options.Suites);
    }

    [Theory]
    [InlineData("stort", "'stort' is neither an option nor a suite; suites are start, run,")]
    [InlineData("", "no suite was named")]
    [InlineData("start --rounds 0", "--rounds needs a number of 1 or more, not '0'")]
    [InlineData("start --rounds", "--rounds needs a number")]
    [InlineData("start --json", "--json needs the file")]
    public void A_wrong_command_line_is_refused_by_name(string line, string said)
    {
        Assert.False(Options.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), out _, out string fault));
        Assert.StartsWith(said, fault);
    }
}
