using System.Collections.Immutable;
using Akka.Configuration;

namespace Fleet.Client;

public sealed record FleetClientOptions
{
    /// <summary>Doors of the control hosts, HOST:PORT each; one that answers is enough, it names the others.</summary>
    public required ImmutableArray<string> Doors { get; init; }

    /// <summary>
    /// Before the first contact: a call that finds no control host for so long ends with <see cref="FleetUnreachableException"/>;
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits until it is cancelled.
    /// </summary>
    public TimeSpan UnreachableAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// After it: so long a call outlives the loss of all control hosts, saying the same request again to the first that comes back.
    /// By default until it is answered or cancelled.
    /// </summary>
    public TimeSpan OutagePatience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>A call that is answered "busy" is tried again by itself for so long before <see cref="FleetBusyException"/>.</summary>
    public TimeSpan BusyPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that a slow reader of a watch may lag behind before the client lets go and asks for them again later.</summary>
    public int WatchBuffer { get; init; } = 10_000;

    /// <summary>Reads <c>fleet.client</c> of an actor system's own configuration; <c>config/client.conf</c> lists the settings.</summary>
    /// <exception cref="ConfigurationException">No doors, an unknown key or a wrong value; all that is wrong, a line each.</exception>
    public static FleetClientOptions From(Config config) => ClientConfig.Read(config);
}
