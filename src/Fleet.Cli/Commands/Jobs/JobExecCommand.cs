using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Containers;
using Fleet.Cli.Streams;

namespace Fleet.Cli.Commands.Jobs;

internal sealed class JobExecCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Job("The job, or one replica: JOB.INDEX or JOB.SERVICE.INDEX (default: the first that runs)");
    private readonly ExecOptions _options = new();

    public JobExecCommand() : base("exec", "Execute a command in a replica of a job, on whichever node it runs")
    {
        Add(_name);
        Add(new Argument<string[]>("CMD") { Arity = ArgumentArity.ZeroOrMore, Description = "The command and its arguments" });
        _options.AddTo(this);
    }

    public override bool EndsOptionsAtFirstArgument => true;

    public override int UsageExitCode => ExitCodes.RunFailure;

    public override int FailureExitCode => ExitCodes.RunFailure;

    public override string Notes => ExecOptions.ExitNotes;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var request = _options.Read(context);
        var keys = _options.Keys(context);
        using var client = context.Connect();
        return await ExecSession.RunAsync(client, Routes.Job(context.Get(_name), "exec"), request, keys, context.Io, cancel);
    }
}
