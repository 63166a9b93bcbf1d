using System.CommandLine;

namespace Fleet.Cli.CommandLine;

/// <summary>From the words of the command line to an exit code.</summary>
internal static class FleetProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, ProgramIo io)
    {
        try
        {
            return await RunCommandAsync(words, io);
        }
        catch (NoReaderException)
        {
            return ExitCodes.NoReader;
        }
    }

    private static async Task<int> RunCommandAsync(IReadOnlyList<string> words, ProgramIo io)
    {
        var root = FleetRootCommand.Build();
        if (words.Count > 0 && words[0].StartsWith("[suggest", StringComparison.Ordinal))
        {
            return Completion.Suggest(root, words, io);
        }

        CutLine line;
        try
        {
            line = CommandLineCut.Cut(root, words);
        }
        catch (CutException e)
        {
            return Refuse(e.Command, e.Message, io);
        }

        if (line.Command is not FleetCommand && !line.Tokens.Contains("--help") && !line.Tokens.Contains("--version"))
        {
            return OfferCommands(line.Command, io);
        }

        var parsed = root.Parse([.. line.Tokens], new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is not (null or System.CommandLine.Help.HelpAction) && parsed.Errors.Count > 0)
        {
            return Refuse(parsed.CommandResult.Command, Missing(parsed.CommandResult) ?? parsed.Errors[0].Message, io);
        }

        if (parsed.CommandResult.Command is FleetCommand command)
        {
            command.Prepare(io, line.Tail);
        }

        using var output = new StreamWriter(io.Stdout, leaveOpen: true);
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = output,
        });
    }

    // fleet alone is a question; fleet job alone is a command cut short.
    private static int OfferCommands(Command command, ProgramIo io)
    {
        using var help = new StreamWriter(command is RootCommand ? io.Stdout : io.Stderr, leaveOpen: true);
        HelpPage.Write(command, help);
        return command is RootCommand ? ExitCodes.Success : ExitCodes.Usage;
    }

    private static string? Missing(System.CommandLine.Parsing.CommandResult result) =>
        result.Command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > (result.GetResult(a)?.Tokens.Count ?? 0)) is { } argument
            ? $"needs {argument.Name}: {argument.Description}"
            : null;

    private static int Refuse(Command command, string message, ProgramIo io)
    {
        string name = CommandNames.Of(command);
        io.Say($"{name}: {message}\nSee '{name} --help'");
        return command is FleetCommand fleet ? fleet.UsageExitCode : ExitCodes.Usage;
    }
}
