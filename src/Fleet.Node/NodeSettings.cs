using System.Collections.Immutable;
using Akka.Configuration;
using Fleet.Images.Store;
using Fleet.Node.Capacity;

namespace Fleet.Node;

/// <summary>What a node is told by its agent.</summary>
public sealed record NodeSettings
{
    /// <summary>Unique in the cluster; letters, digits, '-', '_' and '.'.</summary>
    public required string Name { get; init; }

    /// <summary>Kept over restarts: containers, images, volumes, records.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Sockets; may be emptied by a reboot.</summary>
    public required string RunFolder { get; init; }

    /// <summary>The cgroup below which containers stand: <c>fleet</c>, or <c>fleet/lab-n1</c>. Empty: where this machine wants them.</summary>
    public string CgroupParent { get; init; } = "fleet";

    /// <summary>Null: beside the agent's program.</summary>
    public string? ShimPath { get; init; }

    public ImmutableArray<string> Roles { get; init; } = ["worker"];

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>HOST:PORT of every known door; empty: no session, local users only.</summary>
    public ImmutableArray<string> Doors { get; init; } = [];

    /// <summary>HOST:PORT where this node serves logs, exec and blobs over HTTP/2.</summary>
    public string HttpAddress { get; init; } = "";

    public Reserve Reserve { get; init; } = Reserve.Default;

    public ImageStoreOptions Images { get; init; } = new();

    /// <summary>Ports that are given out dynamically, both ends included.</summary>
    public int FirstPort { get; init; } = 20000;

    public int LastPort { get; init; } = 29999;

    /// <summary>First host id of the pool for user namespaces.</summary>
    public uint FirstUserId { get; init; } = 1_000_000_000;

    /// <summary>Ended allocations of a job that stay with their logs.</summary>
    public int KeepEnded { get; init; } = 5;

    /// <summary>Of containers that do not say otherwise: when a log file is begun anew, and how many are kept.</summary>
    public long LogMaxBytes { get; init; } = 256L << 20;

    public int LogMaxFiles { get; init; } = 4;

    public string AgentVersion { get; init; } = "";

    public string BootIdPath { get; init; } = "/proc/sys/kernel/random/boot_id";

    /// <summary>Laid over the settings of the actor system in which the session lives (<c>akka.loglevel</c>); null: nothing.</summary>
    public Config? OutsideConfig { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
