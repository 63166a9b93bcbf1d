using Fleet.Cli.Tests.Support;

namespace Fleet.Cli.Tests;

public sealed class NoAgentTests
{
    private const string Root = "/tmp/fleet-api-no-such-root";

    public static TheoryData<string, int> Lines => new()
    {
        { "ps", 1 }, { "ps -a --format json", 1 }, { "stats --no-stream", 1 }, { "kill c", 1 }, { "stop c", 1 }, { "start c", 1 }, { "rm -f c", 1 },
        { "inspect c", 1 }, { "wait c", 1 }, { "logs c", 1 }, { "events", 1 }, { "image list", 1 }, { "image pull x", 1 }, { "image rm x", 1 },
        { "image import x", 1 }, { "volume create", 1 }, { "volume list", 1 }, { "volume rm v", 1 }, { "job list", 1 }, { "job inspect j", 1 },
        { "job ps j", 1 }, { "job stop j", 1 }, { "job scale j=1", 1 }, { "job logs j", 1 }, { "job stats j", 1 }, { "job result j", 1 }, { "job history j", 1 },
        { "metrics", 1 }, { "node list", 1 }, { "node inspect n", 1 }, { "node label n a=b", 1 },
        { "run base true", 125 }, { "exec c true", 125 }, { "job exec j true", 125 },
    };

    [Theory, MemberData(nameof(Lines))]
    public async Task Without_an_agent_every_command_says_so_in_one_line_with_the_command_that_starts_one(string words, int code)
    {
        var line = await Line.RunAsync(["--root", Root, .. words.Split(' ')]);
        Assert.Equal($"fleet: no agent runs in {Root}/run: start one with 'fleet node -d --root {Root}'\n", line.Stderr);
        Assert.Equal("", line.Stdout);
        Assert.Equal(code, line.ExitCode);
    }

    [Fact]
    public async Task The_root_comes_from_the_environment_where_no_option_gives_it() =>
        Assert.Contains(Root, (await Line.RunAsync(["ps"], new() { ["FLEET_ROOT"] = Root })).Stderr);

    [Fact]
    public async Task The_option_comes_before_the_environment() =>
        Assert.Contains($"{Root}/run", (await Line.RunAsync(["ps", "--root", Root], new() { ["FLEET_ROOT"] = "/tmp/other" })).Stderr);

    [Theory]
    [InlineData(new[] { "run" }, 125, "needs IMAGE")]
    [InlineData(new[] { "exec", "c" }, 125, "needs a command")]
    [InlineData(new[] { "exec" }, 125, "needs NAME")]
    [InlineData(new[] { "rm" }, 2, "needs NAME")]
    [InlineData(new[] { "ps", "extra" }, 2, "extra")]
    [InlineData(new[] { "ps", "--format", "xml" }, 2, "xml")]
    [InlineData(new[] { "run", "--badflag", "base" }, 125, "--badflag")]
    [InlineData(new[] { "run", "-m", "lots", "base" }, 125, "--memory")]
    [InlineData(new[] { "run", "--cpus", "x", "base" }, 125, "--cpus")]
    [InlineData(new[] { "run", "--cpus", "0.001", "base" }, 125, "0.01")]
    [InlineData(new[] { "run", "--network", "hots", "base" }, 125, "host")]
    [InlineData(new[] { "run", "--rm", "--restart", "always", "base" }, 125, "--rm")]
    [InlineData(new[] { "run", "-v", "X:/", "base" }, 125, "'/'")]
    [InlineData(new[] { "run", "-v", "/a:/d", "-v", "/b:/d", "base" }, 125, "/d")]
    [InlineData(new[] { "run", "-m", "64m", "--memory-swap", "32m", "base" }, 125, "swap")]
    [InlineData(new[] { "stop", "-t", "soon", "c" }, 2, "soon")]
    [InlineData(new[] { "logs", "--since", "yesterday", "c" }, 2, "--since")]
    [InlineData(new[] { "logs", "--tail", "x", "c" }, 2, "--tail")]
    [InlineData(new[] { "job", "scale", "web" }, 2, "web=3")]
    [InlineData(new[] { "node", "label", "n", "x" }, 2, "K=V")]
    [InlineData(new[] { "nothing" }, 2, "nothing")]
    public async Task A_usage_error_names_the_word_and_exits_as_documented(string[] words, int code, string said)
    {
        var line = await Line.RunAsync(["--root", Root, .. words]);
        Assert.Equal(code, line.ExitCode);
        Assert.Contains(said, line.Stderr);
        Assert.Equal("", line.Stdout);
    }
}
