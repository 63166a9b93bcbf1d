using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

internal sealed class TopCommand : FleetCommand
{
    private readonly Argument<string> _name = Names.Container();

    public TopCommand() : base("top", "List the processes of a running container, with the host's numbers")
    {
        Add(_name);
        Add(new Argument<string[]>("PS-OPTIONS") { Arity = ArgumentArity.ZeroOrMore, Description = "-ef (default), aux, or -o LIST of columns" });
    }

    public override bool EndsOptionsAtFirstArgument => true;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        var columns = new ProcessColumns(DateTimeOffset.Now, Memory(), UserName).Read(context.Tail);
        using var client = context.Connect();
        var processes = await client.GetAsync(Routes.Container(context.Get(_name), "processes"), ApiJson.Default.ImmutableArrayProcessInfo, cancel);
        Table.Write(context.Io, processes, columns);
        return ExitCodes.Success;
    }

    private static long Memory() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    // The host's users: a container's own names are its own affair.
    private static string UserName(uint uid)
    {
        string number = uid.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return File.Exists("/etc/passwd")
            ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[2] == number)?[0] ?? number
            : number;
    }
}
