using System.Collections.Immutable;
using Fleet.Control.Scheduler;

namespace Fleet.Control.Door;

/// <summary>What the door's actors share.</summary>
internal sealed record DoorContext(ISchedulerGate Gate, NodeAddresses Nodes, Func<ImmutableArray<string>> OtherDoors)
{
    public required TimeSpan Lease { get; init; }

    public required TimeSpan Heartbeat { get; init; }

    /// <summary>HOST:PORT of this host's HTTP/2 server; empty without one.</summary>
    public string HttpAddress { get; init; } = "";

    /// <summary>CLOCK_BOOTTIME, for leases.</summary>
    public required TimeProvider Boot { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Requests in flight of one client.</summary>
    public int ClientCredits { get; init; } = 64;

    /// <summary>Bytes in flight of one worker.</summary>
    public int WorkerCredits { get; init; } = 512 << 10;

    public int MaxSessions { get; init; } = 20_000;

    /// <summary>Now, as <see cref="Lifecycle.Sessions.HostSession"/> counts.</summary>
    public TimeSpan BootNow => Boot.GetElapsedTime(0);
}
