namespace Fleet.Cli.Tests.EndToEnd;

public sealed class EndToEndTests(Agent agent) : IClassFixture<Agent>
{
    public static TheoryData<CommandLine> Runs => new(CommandLines.Runs);

    public static TheoryData<CommandLine> Streams => new(CommandLines.Streams);

    public static TheoryData<CommandLine> Containers => new(CommandLines.Containers);

    public static TheoryData<CommandLine> Others => new(CommandLines.Others);

    public static TheoryData<CommandLine> Options => new(OptionLines.All);

    public static TheoryData<CommandLine> Controls => new(ControlLines.All);

    [SkippableTheory, MemberData(nameof(Options))]
    public void Options_mean_what_they_say(CommandLine line) => Check(line);

    [SkippableTheory, MemberData(nameof(Runs))]
    public void Run_does_what_it_says(CommandLine line) => Check(line);

    [SkippableTheory, MemberData(nameof(Streams))]
    public void Not_a_byte_is_lost_or_changed(CommandLine line) => Check(line);

    [SkippableTheory, MemberData(nameof(Containers))]
    public void Containers_answer_to_their_names(CommandLine line)
    {
        agent.Ready().Shell("fleet inspect x >/dev/null 2>&1 || fleet run -d --name x base sh -c 'while :; do sleep 100; done'");
        Check(line);
    }

    [SkippableTheory, MemberData(nameof(Controls))]
    public void Containers_obey(CommandLine line)
    {
        agent.Ready().Shell("fleet inspect x >/dev/null 2>&1 || fleet run -d --name x base sh -c 'while :; do sleep 100; done'");
        Check(line);
    }

    [SkippableTheory, MemberData(nameof(Others))]
    public void Images_volumes_nodes_and_jobs_answer(CommandLine line) => Check(line);

    private void Check(CommandLine line)
    {
        var (code, stdout, stderr) = agent.Ready().Shell(line.Script);
        Assert.True(line.Stdout is null || stdout == line.Stdout, $"stdout was {stdout}\nstderr was {stderr}");
        Assert.True(code == line.Code, $"exit code was {code}\nstdout was {stdout}\nstderr was {stderr}");
        Assert.Contains(line.Stderr, stderr);
    }
}
