using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Tests;

public sealed class CommandLineCutTests
{
    private static CutLine Cut(params string[] words) => CommandLineCut.Cut(FleetRootCommand.Build(), words);

    [Theory]
    [InlineData("-i")]
    [InlineData("--rm")]
    [InlineData("--")]
    [InlineData("@x")]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("--root")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("[suggest]")]
    [InlineData("a=b:c d")]
    public void What_follows_the_image_reaches_the_container_untouched(string word)
    {
        var line = Cut("run", "--rm", "base", "cmd", word, "-d", word);
        Assert.Equal(["cmd", word, "-d", word], line.Tail);
        Assert.Equal(["run", "--rm", "base"], line.Tokens);
    }

    [Theory]
    [InlineData("-i")]
    [InlineData("-h")]
    [InlineData("@x")]
    [InlineData("--")]
    public void The_first_word_after_the_image_is_the_containers_too(string word) => Assert.Equal([word], Cut("run", "base", word).Tail);

    [Fact]
    public void Exec_ends_its_options_at_the_name()
    {
        var line = Cut("exec", "-i", "c", "sh", "-c", "exit 3", "-i");
        Assert.Equal(["exec", "--interactive", "c"], line.Tokens);
        Assert.Equal(["sh", "-c", "exit 3", "-i"], line.Tail);
    }

    [Fact]
    public void Job_exec_ends_its_options_at_the_name_as_well() =>
        Assert.Equal(["ls", "-l"], Cut("job", "exec", "web.0", "ls", "-l").Tail);

    [Theory]
    [InlineData("-di", new[] { "--detach", "--interactive" })]
    [InlineData("-m64m", new[] { "--memory=64m" })]
    [InlineData("-m=64m", new[] { "--memory=64m" })]
    [InlineData("-dm64m", new[] { "--detach", "--memory=64m" })]
    [InlineData("--memory=64m", new[] { "--memory=64m" })]
    [InlineData("-eK=V=W", new[] { "--env=K=V=W" })]
    [InlineData("--rm=false", new[] { "--rm=false" })]
    public void Short_options_may_stand_together_and_hold_their_values(string word, string[] tokens) =>
        Assert.Equal(["run", .. tokens, "base"], Cut("run", word, "base").Tokens);

    [Theory]
    [InlineData("-e", "-d", "--env=-d")]
    [InlineData("--memory-swap", "-1", "--memory-swap=-1")]
    [InlineData("-v", "/a:/b:ro", "--volume=/a:/b:ro")]
    [InlineData("-h", "host", "--hostname=host")]
    [InlineData("--entrypoint", "--", "--entrypoint=--")]
    [InlineData("--name", "@x", "--name=@x")]
    public void A_value_is_the_next_word_whatever_it_looks_like(string option, string value, string token) =>
        Assert.Equal(["run", token, "base"], Cut("run", option, value, "base").Tokens);

    [Fact]
    public void An_empty_value_stays_a_word_of_its_own() =>
        Assert.Equal(["run", "--entrypoint", "", "base"], Cut("run", "--entrypoint", "", "base").Tokens);

    [Fact]
    public void Two_dashes_end_the_options_before_the_image()
    {
        var line = Cut("run", "-d", "--", "base", "-x");
        Assert.Equal(["run", "--detach", "--", "base"], line.Tokens);
        Assert.Equal(["-x"], line.Tail);
    }

    [Theory]
    [InlineData("--root", "/r", "run", "base")]
    [InlineData("run", "--root", "/r", "base")]
    [InlineData("run", "--root=/r", "base")]
    public void The_root_may_stand_before_and_after_the_verb(params string[] words) => Assert.Contains("--root=/r", Cut(words).Tokens);

    [Theory]
    [InlineData(new[] { "run", "--badflag", "base" }, "--badflag")]
    [InlineData(new[] { "run", "-y", "base" }, "-y")]
    [InlineData(new[] { "run", "-dy", "base" }, "-y (in -dy)")]
    [InlineData(new[] { "run", "--memroy=1m", "base" }, "did you mean '--memory'")]
    [InlineData(new[] { "run", "--name" }, "--name needs a value")]
    [InlineData(new[] { "run", "--rm=maybe", "base" }, "--rm is a switch")]
    [InlineData(new[] { "fly" }, "no command 'fly'")]
    [InlineData(new[] { "imge" }, "did you mean 'image'")]
    [InlineData(new[] { "job", "lst" }, "did you mean 'list'")]
    [InlineData(new[] { "node", "lits" }, "did you mean 'list'")]
    public void A_line_that_makes_no_sense_is_refused_with_the_word_at_fault(string[] words, string said) =>
        Assert.Contains(said, Assert.Throws<CutException>(() => Cut(words)).Message);

    [Theory]
    [InlineData("ps", "-h")]
    [InlineData("-h")]
    [InlineData("exec", "-h")]
    [InlineData("run", "--help")]
    public void Help_is_asked_for_by_its_letter_wherever_that_means_nothing_else(params string[] words) =>
        Assert.Contains("--help", Cut(words).Tokens);

    [Fact]
    public void Options_of_other_commands_may_follow_their_arguments() =>
        Assert.Equal(["rm", "c", "--force", "d"], Cut("rm", "c", "-f", "d").Tokens);
}
