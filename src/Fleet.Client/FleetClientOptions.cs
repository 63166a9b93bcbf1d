using System.Collections.Immutable;

namespace Fleet.Client;

public sealed record FleetClientOptions
{
    /// <summary>Doors of the control hosts, HOST:PORT each; one that answers is enough, it names the others.</summary>
    public required ImmutableArray<string> Doors { get; init; }

    /// <summary>
    /// A call that finds no control host for so long ends with <see cref="FleetUnreachableException"/>;
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits until it is cancelled. A restart of the only control host takes seconds.
    /// </summary>
    public TimeSpan UnreachableAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A call that is answered "busy" is tried again by itself for so long before <see cref="FleetBusyException"/>.</summary>
    public TimeSpan BusyPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that a slow reader of a watch may lag behind before the client lets go and asks for them again later.</summary>
    public int WatchBuffer { get; init; } = 10_000;
}
