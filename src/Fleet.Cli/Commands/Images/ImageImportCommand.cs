using System.CommandLine;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Images;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Images;

internal sealed class ImageImportCommand : FleetCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "OCI layout (folder or tar) or docker save archive; :REF picks one of several", HelpName = "PATH[:REF]" };
    private readonly Option<string> _name = new("--name") { Description = "What to call it (default: as the layout or archive does, else as the file)", HelpName = "NAME:TAG" };

    public ImageImportCommand() : base("import", "Take an image from files")
    {
        Add(_path);
        Add(_name);
    }

    public override string Notes => "Prints the image's name. A PATH that exists as written has no REF.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        using var client = context.Connect();
        var request = new ImportImage(Path.GetFullPath(context.Get(_path)), context.Get(_name));
        return await ImageTransfer.RunAsync(client, Routes.ImageImport, AgentClient.Content(request, ApiJson.Default.ImportImage), context.Io, cancel);
    }
}
