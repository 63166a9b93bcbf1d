using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Inspect;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Containers;

internal sealed class PortCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();
    private readonly Argument<string?> _port = new("PORT") { Arity = ArgumentArity.ZeroOrOne, Description = "NAME[/PROTOCOL] of one port alone" };

    public PortCommand() : base("port", "List the ports of the node that a container was given")
    {
        Add(_name);
        Add(_port);
    }

    public override string Notes => "A job's replica has the ports that its job file asks for; a container of 'fleet run' has none, or with --network host all.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        var found = await client.GetAsync(Routes.Container(context.Get(_name)), InspectJson.Plain.InspectInfo, cancel);
        string? wanted = context.Parsed.GetValue(_port);
        var ports = found.NetworkSettings.Ports
            .Where(port => wanted is null || port.Key == wanted || port.Key == wanted + "/tcp")
            .SelectMany(port => port.Value.Select(at => (Line: $"{at.HostIp}:{at.HostPort}", Of: port.Key))).ToList();
        if (wanted is not null && ports.Count == 0)
        {
            context.Io.Say($"fleet: no public port '{wanted}' published for {found.Name.TrimStart('/')}");
            return FailureExitCode;
        }

        foreach (var (line, of) in ports) context.Io.Print(wanted is null ? $"{of} -> {line}" : line);
        return ExitCodes.Success;
    }
}
