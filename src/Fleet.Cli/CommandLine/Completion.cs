using System.CommandLine;

namespace Fleet.Cli.CommandLine;

/// <summary>Answers the shell's question what could stand at the cursor: <c>fleet "[suggest:N]" "fleet ru"</c>.</summary>
internal static class Completion
{
    public static int Suggest(RootCommand root, IReadOnlyList<string> words, ProgramIo io)
    {
        using var output = new StreamWriter(io.Stdout, leaveOpen: true);
        return root.Parse([.. words]).Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
    }
}
