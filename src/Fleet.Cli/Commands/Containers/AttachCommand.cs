using System.CommandLine;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Streams;

namespace Fleet.Cli.Commands.Containers;

internal sealed class AttachCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();
    private readonly Option<bool> _noStdin = new("--no-stdin") { Description = "Only watch" };
    private readonly Option<bool> _sigProxy = new("--sig-proxy")
    {
        Description = "Pass signals on to it where it has no terminal (default; --sig-proxy=false does not)",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string> _detachKeys = Detaching.Option();

    public AttachCommand() : base("attach", "Join the stdin, stdout and stderr of a running container")
    {
        Add(_name);
        Add(_noStdin);
        Add(_sigProxy);
        Add(_detachKeys);
    }

    public override int UsageExitCode => ExitCodes.RunFailure;

    public override string Notes =>
        "Several may be attached to one container: all see the same, and each may type.\n"
        + "What it wrote before is in 'fleet logs'. Exit code: the container's; 1 when left with the detach keys.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var keys = Detaching.Keys(context, _detachKeys);
        using var client = context.Connect();
        return await new Attached(client, context.Io, keys).JoinAsync(context.Get(_name), !context.Get(_noStdin), context.Get(_sigProxy), cancel);
    }
}
