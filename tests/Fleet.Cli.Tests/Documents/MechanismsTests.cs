using Fleet.Cli.Tests.EndToEnd;

namespace Fleet.Cli.Tests.Documents;

/// <summary>docs/mechanisms.md says nothing that does not happen: each of its commands is run here, with what it shows.</summary>
public sealed class MechanismsTests(Agent agent) : IClassFixture<Agent>
{
    private const char Mark = '\u0001';

    public static TheoryData<DocumentSection> Sections => new(ConsoleBlocks.Read(FindDocument(), File.Exists("/sys/fs/cgroup/cgroup.controllers") ? 2 : 1));

    [SkippableTheory, MemberData(nameof(Sections))]
    public void Every_command_prints_what_the_document_shows(DocumentSection section)
    {
        string script = "exec 2>&1; mkdir -p doc; cd doc\n" + string.Concat(section.Commands.Select(shown => $"printf '{Mark}\\n'\n{shown.Command}\n"));
        var (_, output, _) = agent.Ready().Shell(script);
        string[] printed = [.. output.Split($"{Mark}\n").Skip(1)];
        Assert.Equal(section.Commands.Count, printed.Length);
        Assert.All(section.Commands.Zip(printed), pair => Assert.True(
            OutputPattern.Matches(pair.First.Output, pair.Second),
            $"line {pair.First.Line}: {pair.First.Command}\nshows\n{string.Join('\n', pair.First.Output)}\nbut prints\n{pair.Second}"));
    }

    [Theory]
    [InlineData(new[] { "pid <N>" }, "pid 17\n", true)]
    [InlineData(new[] { "pid <N>" }, "pid x\n", false)]
    [InlineData(new[] { "a", "...", "z" }, "a\nb\nc\nz\n", true)]
    [InlineData(new[] { "a", "...", "z" }, "a\nz\n", true)]
    [InlineData(new[] { "a", "z" }, "a\nb\nz\n", false)]
    [InlineData(new[] { "uts:[<N>] ... b" }, "uts:[12]   xy b\n", true)]
    [InlineData(new[] { "a.c" }, "abc\n", false)]
    [InlineData(new string[0], "words\n", false)]
    public void A_pattern_takes_what_it_says_and_nothing_else(string[] shown, string real, bool matches) =>
        Assert.Equal(matches, OutputPattern.Matches(shown, real));

    private static string FindDocument()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fleet.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "/", "docs/mechanisms.md");
    }
}
