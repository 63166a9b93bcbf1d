using System.CommandLine;
using System.Reflection;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Program;

internal sealed class VersionCommand : FleetCommand
{
    public VersionCommand() : base("version", "Show the version of fleet, and of the agent if one runs") { }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string own = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        context.Io.Print($"fleet {own.Split('+')[0]}");
        try
        {
            using var client = context.Connect();
            var agent = await client.GetAsync(Routes.Version, ApiJson.Default.VersionInfo, cancel);
            context.Io.Print($"agent {agent.Version} ({agent.Node}: {string.Join(", ", agent.Roles)}; pid {agent.Pid})");
        }
        catch (NoAgentException)
        {
            // The command line has a version without an agent too.
        }

        return ExitCodes.Success;
    }
}
