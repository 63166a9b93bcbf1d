using System.CommandLine;
using System.Text.Json;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;
using Fleet.Linux.Machine.Checks;

namespace Fleet.Cli.Commands.Diagnosis;

internal sealed class CheckCommand : FleetCommand
{
    private readonly Option<string> _format = FormatOption.Create();

    public CheckCommand() : base("check", "Show what this machine and its kernel can and cannot do for Fleet, each with the cure") => Add(_format);

    public override string Notes => """
        States: ok; limited (Fleet runs, with less); missing; unknown (could not be seen, mostly for want of root).
        Exit codes: 0 when Fleet can run here, 1 when something that it needs is missing. No agent is needed, nor root, but root sees more.
        """;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        IReadOnlyList<MachineCheck> checks = [.. MachineCheck.All(MachineReadings.Read(context.Root.State)), await AgentCheck.RunAsync(context, cancel)];
        if (context.Get(_format) == "json")
        {
            Listing.WriteJson(context.Io, JsonSerializer.SerializeToUtf8Bytes(checks, CheckJson.Default.IReadOnlyListMachineCheck));
        }
        else
        {
            WriteTable(context.Io, checks);
        }

        return MachineCheck.CanRun(checks) ? ExitCodes.Success : ExitCodes.Failure;
    }

    internal static void WriteTable(ProgramIo io, IReadOnlyList<MachineCheck> checks)
    {
        Table.Write(io, checks,
        [
            new("GROUP", check => check.Group),
            new("CHECK", check => check.Name),
            new("STATE", check => Show.Word(check.State) + (check is { Needed: true, State: CheckState.Missing } ? " (needed)" : "")),
            new("FOUND", check => check.Found),
            new("FOR", check => check.Meaning),
            new("CURE", check => check.Cure),
        ]);
        int missing = checks.Count(check => check is { Needed: true, State: CheckState.Missing });
        io.Say(missing == 0 ? "Fleet can run here." : $"Fleet cannot run here: {missing} of what it needs {(missing == 1 ? "is" : "are")} missing.");
    }
}
