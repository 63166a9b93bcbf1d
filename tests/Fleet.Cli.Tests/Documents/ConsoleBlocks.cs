namespace Fleet.Cli.Tests.Documents;

/// <summary>A command of a document, and the output that the document shows below it.</summary>
internal sealed record ShownCommand(int Line, string Command, IReadOnlyList<string> Output);

/// <summary>A section of a document (<c>##</c>) with the commands of its console blocks, in order.</summary>
public sealed record DocumentSection(string Title)
{
    internal List<ShownCommand> Commands { get; } = [];

    public override string ToString() => Title;
}

/// <summary>
/// Reads what is fenced by <c>```console</c>: a command begins with <c>$ </c> and goes on with <c>&gt; </c>; what follows is its output.
/// Behind <c>console</c> may stand <c>v1</c> or <c>v2</c>: for machines with that version of cgroups only.
/// </summary>
internal static class ConsoleBlocks
{
    public static IReadOnlyList<DocumentSection> Read(string file, int cgroupVersion)
    {
        var sections = new List<DocumentSection>();
        string? fence = null;
        string[] lines = File.ReadAllLines(file);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                fence = fence is null ? line[3..] : null;
            }
            else if (fence is null && line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(new DocumentSection(line[3..]));
            }
            else if (fence is "console" || fence == $"console v{cgroupVersion}")
            {
                Add(sections[^1].Commands, i + 1, line);
            }
        }

        return [.. sections.Where(section => section.Commands.Count > 0)];
    }

    private static void Add(List<ShownCommand> commands, int number, string line)
    {
        if (line.StartsWith("$ ", StringComparison.Ordinal))
        {
            commands.Add(new ShownCommand(number, line[2..], []));
            return;
        }

        var last = commands[^1];
        commands[^1] = line.StartsWith("> ", StringComparison.Ordinal) && last.Output.Count == 0
            ? last with { Command = last.Command + "\n" + line[2..] }
            : last with { Output = [.. last.Output, line] };
    }
}
