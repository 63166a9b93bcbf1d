using System.Collections.Immutable;
using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Recipe;

/// <summary>Everything that decides how a container is made; gathered first, so that the recipe itself touches nothing.</summary>
internal sealed record RecipeInput
{
    public required AllocationRecord Record { get; init; }

    public required ImageRecord Image { get; init; }

    public required string NodeName { get; init; }

    /// <summary>For what the spec leaves to the node.</summary>
    public LogLimits Logs { get; init; } = new(256 << 20, 4);

    /// <summary>Size of a terminal, where the spec asks for one.</summary>
    public TerminalSize? TerminalSize { get; init; }

    /// <summary>The node's /etc/resolv.conf and, for containers on its network, /etc/hosts.</summary>
    public string? ResolvContent { get; init; }

    public string? HostsContent { get; init; }

    /// <summary>What it takes from containers that it joins.</summary>
    public JoinedNamespaces Joined { get; init; } = JoinedNamespaces.None;

    /// <summary>Another container's record by its id; null when it was removed.</summary>
    public Func<string, AllocationRecord?> RecordOf { get; init; } = _ => null;

    /// <summary>Looks at a path of the node: whether it is a folder.</summary>
    public Func<string, bool> IsFolder { get; init; } = _ => true;

    /// <summary>Looks at a path of the node: its device, or null.</summary>
    public Func<string, HostDevice?> DeviceAt { get; init; } = _ => null;

    /// <summary>What the agent itself may, a bit per capability.</summary>
    public ulong Capabilities { get; init; } = ulong.MaxValue;

    /// <summary>Paths of the devices in a folder of the node and below; none where it is no folder.</summary>
    public Func<string, IReadOnlyList<string>> DevicesBelow { get; init; } = _ => [];

    /// <summary>Volume name to its folder on the node.</summary>
    public ImmutableDictionary<string, string> VolumeFolders { get; init; } = ImmutableDictionary<string, string>.Empty;
}
