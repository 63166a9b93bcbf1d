using System.CommandLine;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Run;

/// <summary>What <c>fleet run</c> and <c>fleet create</c> share: the options, and making the container.</summary>
internal abstract class MakingCommand : FleetCommand
{
    private readonly Argument<string> _image = new("IMAGE") { Description = "NAME[:TAG], NAME@DIGEST; pulled where the node lacks it" };

    protected MakingCommand(string name, string description) : base(name, description)
    {
        Add(_image);
        Add(new Argument<string[]>("CMD") { Arity = ArgumentArity.ZeroOrMore, Description = "The command and its arguments, instead of the image's" });
        foreach (var option in ContainerOptions.All)
        {
            Add(option);
        }
    }

    public override bool EndsOptionsAtFirstArgument => true;

    public override int UsageExitCode => ExitCodes.RunFailure;

    public override int FailureExitCode => ExitCodes.RunFailure;

    protected RunOptions ContainerOptions { get; } = new();

    protected CreateContainer Request(CommandContext context) => new RunRequest(ContainerOptions, context).Read(context.Get(_image));

    protected async Task<CreatedContainer> MakeAsync(AgentClient client, CreateContainer request, CommandContext context, CancellationToken cancel)
    {
        using var id = IdFile.Open(context.Get(ContainerOptions.Files.CidFile));
        var created = await Creation.CreateAsync(client, request, context.Io, cancel, quiet: context.Get(ContainerOptions.Files.Quiet));
        id?.Write(created.Id);
        return created;
    }
}
