using System.CommandLine;
using System.Runtime.InteropServices;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Demo;

internal sealed class DemoCommand : FleetCommand
{
    private readonly Option<int> _nodes = new("--nodes") { Description = "How many hosts (default: 3)", DefaultValueFactory = _ => 3, HelpName = "N" };
    private readonly Option<string> _image = new("--image") { Description = "Run this image instead of the sample: a layout, an archive or a reference", HelpName = "NAME" };
    private readonly Option<bool> _keep = new("--keep") { Description = "Leave the lab up" };

    public DemoCommand() : base("demo", "Run a job on several hosts of this machine, cut the power of one, and see it heal")
    {
        Options.Add(_nodes);
        Options.Add(_image);
        Options.Add(_keep);
    }

    public override string Notes => "Takes a folder of its own, unless --root or FLEET_ROOT names one, and takes everything down again.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        // Ctrl-C and SIGTERM end the demonstration, not its tidying up.
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }

        int nodes = context.Get(_nodes);
        if (nodes < 2) throw new UsageException("--nodes: the demo kills one host, so it needs 2 or more");
        bool own = context.Root == FleetRoot.System;
        var root = own ? FleetRoot.At(Directory.CreateTempSubdirectory("fleet-demo-").FullName) : context.Root;
        await using var demo = new DemoRun(root, nodes, context.Get(_image), new DemoStage(context.Io));
        try
        {
            await demo.RunAsync(interrupted.Token);
            if (context.Get(_keep)) demo.Keep();
            return ExitCodes.Success;
        }
        finally
        {
            await demo.DisposeAsync();
            if (own && !demo.IsKept) Directory.Delete(root.Folder!, recursive: true);
        }
    }
}
