using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Streams;

namespace Fleet.Cli.Commands.Containers;

internal sealed class StartCommand : FleetCommand
{
    private readonly Argument<string[]> _names = Names.Containers();
    private readonly Option<bool> _attach = new("--attach", "-a") { Description = "Show its output, pass signals on, and end with its exit code" };
    private readonly Option<bool> _interactive = new("--interactive", "-i") { Description = "The same, and our stdin is its stdin" };
    private readonly Option<string> _detachKeys = Detaching.Option();

    public StartCommand() : base("start", "Start containers that were created or have ended, on the files they left")
    {
        Add(_names);
        Add(_attach);
        Add(_interactive);
        Add(_detachKeys);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        string[] names = context.Get(_names);
        bool attach = context.Get(_attach) || context.Get(_interactive);
        if (attach && names.Length > 1)
        {
            throw new UsageException("you cannot start and attach multiple containers at once: name one, or leave out -a and -i");
        }

        var keys = Detaching.Keys(context, _detachKeys);
        using var client = context.Connect();
        return attach
            ? await new Attached(client, context.Io, keys).StartAsync(names[0], context.Get(_interactive), cancel)
            : await OnEach.RunAsync(context, this, names, async name =>
            {
                await client.PostAsync(Routes.Container(name, "start"), cancel);
                return name;
            });
    }
}
