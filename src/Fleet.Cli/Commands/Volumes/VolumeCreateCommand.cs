using System.Collections.Immutable;
using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Volumes;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Volumes;

internal sealed class VolumeCreateCommand : FleetCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "Its name (default: one is made up)", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string[]> _labels = new("--label", "-l") { Description = "A label", HelpName = "K=V" };

    public VolumeCreateCommand() : base("create", "Make a volume; one that exists stays as it is")
    {
        Add(_name);
        Add(_labels);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        var request = new CreateVolume(
            context.Parsed.GetValue(_name),
            (context.Get(_labels) ?? []).Select(word => word.Split('=', 2)).ToImmutableSortedDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : ""));
        context.Io.Print((await client.PostAsync(Routes.Volumes, request, ApiJson.Default.CreateVolume, ApiJson.Default.VolumeInfo, cancel)).Name);
        return ExitCodes.Success;
    }
}
