using System.CommandLine;

namespace Fleet.Cli.CommandLine;

/// <summary>Options of every command, before the verb or after it.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> Root = new("--root")
    {
        Description = "Where the agent or lab keeps everything (default: $FLEET_ROOT, else /var/lib/fleet and /run/fleet)",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string> Node = new("--node")
    {
        Description = "The lab node to talk to (default: the root's own agent, else the first control node of its lab)",
        HelpName = "NODE",
        Recursive = true,
    };
}
