using System.Collections.Immutable;

namespace Fleet.Model;

/// <summary>An image that a node holds.</summary>
/// <param name="Digest">Of the manifest: <c>sha256:...</c>.</param>
public sealed record NodeImage(string Digest, ImmutableArray<string> Names, DateTimeOffset ImportedAt);

/// <summary>What a node says of itself at the start of its session and whenever it changes.</summary>
public sealed record NodeReport
{
    /// <summary>Unique in the cluster.</summary>
    public required string Name { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    public required string Architecture { get; init; }

    public required string Kernel { get; init; }

    /// <summary>1 or 2.</summary>
    public required int CgroupVersion { get; init; }

    /// <summary>Of the running kernel (/proc/sys/kernel/random/boot_id): another one means that the host was rebooted.</summary>
    public required string BootId { get; init; }

    public string AgentVersion { get; init; } = "";

    /// <summary>HOST:PORT where the node serves logs, exec and image blobs over HTTP/2.</summary>
    public required string HttpAddress { get; init; }

    /// <summary>Secret of this session from which the control host makes tickets for <see cref="HttpAddress"/>.</summary>
    public ImmutableArray<byte> TicketKey { get; init; } = [];

    /// <summary>What the agent's own cgroup and the host give, whichever is smaller.</summary>
    public required Resources Capacity { get; init; }

    /// <summary>Capacity less the reserve: what is scheduled on.</summary>
    public required Resources Allocatable { get; init; }

    /// <summary>What containers of local users take, which the scheduler must leave alone.</summary>
    public Resources LocallyUsed { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<NodeImage> Images { get; init; } = [];

    /// <summary>Named volumes with data on this node.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>The range that dynamic ports are taken from, both ends included.</summary>
    public int FirstPort { get; init; } = 20000;

    public int LastPort { get; init; } = 29999;

    /// <summary>Ports in use on the node that Fleet did not give out.</summary>
    public ImmutableArray<int> PortsInUse { get; init; } = [];
}

/// <summary>What a node uses at this moment; rides on heartbeats and is never persisted.</summary>
/// <param name="CpuPressure">Share of the last 10 s in which some task waited (PSI avg10, percent); null where the kernel has none.</param>
public sealed record NodeUsage(Resources Used, double? CpuPressure, double? MemoryPressure, double? IoPressure);
