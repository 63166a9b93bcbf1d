using System.Collections.Immutable;
using System.Net;
using Fleet.Client;
using Fleet.Node.Engine;

namespace Fleet.Api;

/// <summary>What the agent tells its HTTP servers.</summary>
public sealed record FleetApiOptions
{
    /// <summary>Where the local API listens, root's alone; a path of any length. What lies there is replaced.</summary>
    public required string SocketPath { get; init; }

    /// <summary>Where other nodes and clients reach blobs, logs and exec; port 0: a free one, told by <see cref="FleetApi.TcpAddress"/>. Null: nowhere.</summary>
    public IPEndPoint? TcpAddress { get; init; }

    /// <summary>Where figures are given to collectors over plain HTTP, and nothing else. Null: nowhere.</summary>
    public IPEndPoint? MetricsAddress { get; init; }

    /// <summary>Null on a host without the role worker.</summary>
    public ILocalEngine? Engine { get; init; }

    /// <summary>Speaks to the cluster that this node belongs to, made at the first need. Null: it belongs to none.</summary>
    public Func<FleetClient>? Client { get; init; }

    /// <summary>On a control host: HOST:PORT of a node's HTTP server by its name, for clients that cannot reach it; null: not known. Null: no relay.</summary>
    public Func<string, CancellationToken, Task<string?>>? Relay { get; init; }

    /// <summary>The epoch of the scheduler while it lives on this host, else 0.</summary>
    public Func<long> SchedulerEpoch { get; init; } = static () => 0;

    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    public string Version { get; init; } = "";

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
