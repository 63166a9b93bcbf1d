namespace Fleet.Cli.CommandLine;

/// <summary>A command on several names: each is tried, each failure told, as docker does.</summary>
internal static class OnEach
{
    /// <summary>Prints each name that was done; 0 when all were, else the command's failure code.</summary>
    public static async Task<int> RunAsync(CommandContext context, FleetCommand command, IEnumerable<string> names, Func<string, Task<string>> act)
    {
        int code = ExitCodes.Success;
        foreach (string name in names)
        {
            try
            {
                context.Io.Print(await act(name));
            }
            catch (Fleet.Api.Contracts.ApiException e)
            {
                context.Io.Say(Failures.Refused(e.Error));
                code = command.FailureExitCode;
            }
        }

        return code;
    }
}
