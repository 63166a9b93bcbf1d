using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Api.Contracts.Nodes;

/// <summary>A line of <c>fleet node list</c>.</summary>
public record NodeInfo
{
    public required string Name { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    public required NodeState State { get; init; }

    /// <summary>HOST:PORT of its HTTP server for other nodes and clients.</summary>
    public string Address { get; init; } = "";

    public string Arch { get; init; } = "";

    public string Kernel { get; init; } = "";

    /// <summary>1 or 2.</summary>
    public int CgroupVersion { get; init; }

    public Resources Capacity { get; init; }

    /// <summary>Capacity less the reserve: what is scheduled on.</summary>
    public Resources Allocatable { get; init; }

    /// <summary>Given away to jobs.</summary>
    public Resources Allocated { get; init; }

    /// <summary>Null until a heartbeat told.</summary>
    public Resources? Used { get; init; }

    public PressureInfo? Pressure { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public DateTimeOffset? LastHeard { get; init; }
}

/// <summary><c>fleet node inspect</c>.</summary>
public sealed record NodeDetail : NodeInfo
{
    [JsonPropertyOrder(1)]
    public string BootId { get; init; } = "";

    [JsonPropertyOrder(1)]
    public string AgentVersion { get; init; } = "";

    /// <summary>Taken by containers of local users.</summary>
    [JsonPropertyOrder(1)]
    public Resources LocallyUsed { get; init; }

    [JsonPropertyOrder(1)]
    public ImmutableArray<NodeImage> Images { get; init; } = [];

    [JsonPropertyOrder(1)]
    public ImmutableArray<string> Volumes { get; init; } = [];

    [JsonPropertyOrder(1)]
    public ImmutableArray<int> PortsInUse { get; init; } = [];
}

/// <summary>Share of the last 10 s in which some task waited, in percent; null where the kernel does not say.</summary>
public sealed record PressureInfo(double? Cpu, double? Memory, double? Io);

/// <param name="Set">KEY=VALUE to set.</param>
/// <param name="Remove">Keys to take away.</param>
public sealed record LabelNode(ImmutableSortedDictionary<string, string> Set, ImmutableArray<string> Remove);

/// <summary>Who answers on a socket.</summary>
/// <param name="SchedulerEpoch">Of the scheduler, where it lives on this host; else 0.</param>
public sealed record VersionInfo(string Version, string Node, ImmutableArray<string> Roles, int Pid, long SchedulerEpoch = 0);
