using System.CommandLine;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Commands.Nodes;
using Fleet.Lab;

namespace Fleet.Cli.Commands.Lab;

/// <summary>The commands under <c>fleet lab</c>, and what they share.</summary>
internal static class LabCommands
{
    /// <summary>From the start of an agent to its place in the cluster, on a loaded machine.</summary>
    public static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(60);

    public static Command Group() => new CommandGroup("lab", "Several hosts on this machine: bring them up, kill, pause or cut them off, take them down")
    {
        new LabUp(), new LabStatus(), new LabKill(), new LabStart(), new LabPause(), new LabResume(), new LabCut(), new LabMend(), new LabDown(),
    };

    public static LabHosts Hosts(CommandContext context) => Hosts(context.Root);

    public static LabHosts Hosts(FleetRoot root) => new(root, AgentProgram.Find().Path);

    public static Argument<string> NodeArgument() => new("NODE") { Description = "A node of the lab: n1, n2, ..." };
}
