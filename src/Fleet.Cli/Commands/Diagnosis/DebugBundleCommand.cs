using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Diagnosis.Bundles;
using Fleet.Linux.Machine.Checks;

namespace Fleet.Cli.Commands.Diagnosis;

internal sealed class DebugBundleCommand : FleetCommand
{
    private readonly Option<string> _output = new("--output", "-o") { Description = "The file to write, a gzipped tar", HelpName = "FILE" };
    private readonly Option<string> _config = new("--config") { Description = "The agent's configuration (/etc/fleet/node.conf)", HelpName = "FILE" };

    public DebugBundleCommand() : base("bundle", "Gather logs, configuration, records, the cluster's view and the machine's in one file for whoever helps")
    {
        Add(_output);
        Add(_config);
    }

    public override string Notes => """
        Works with the agent down too, with what is on disk. Values of environment variables, and what is named like a password, key or
        token, are taken out; look through it before you send it. README.txt within says what is not in it and why.
        """;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var now = DateTimeOffset.UtcNow;
        string top = "fleet-debug-" + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.GetFullPath(context.Get(_output) ?? top + ".tar.gz");
        var bundle = new Bundle();
        IReadOnlyList<MachineCheck> checks = [.. MachineCheck.All(MachineReadings.Read(context.Root.State)), await AgentCheck.RunAsync(context, cancel)];
        bundle.Json("check.json", JsonSerializer.SerializeToUtf8Bytes(checks, CheckJson.Default.IReadOnlyListMachineCheck));
        bundle.Text("version.txt", $"fleet {AgentCheck.OwnVersion}\n");
        await FilesPart.AddAsync(bundle, context.Root, context.Get(_config));
        try
        {
            using var client = context.Connect();
            await AgentPart.AddAsync(bundle, client, now, cancel);
        }
        catch (NoAgentException e)
        {
            bundle.Missing("agent, cluster", e.Message);
        }

        bundle.WriteTo(path, top, now);
        context.Io.Print(path);
        return ExitCodes.Success;
    }
}
