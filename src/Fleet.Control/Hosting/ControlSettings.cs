using System.Collections.Immutable;
using Fleet.Control.Journal;
using Fleet.Lifecycle.Scheduler;

namespace Fleet.Control.Hosting;

/// <summary>What a control host is told by its agent.</summary>
public sealed record ControlSettings
{
    public required string NodeName { get; init; }

    /// <summary>Where control hosts talk to each other (Akka.Cluster); its host is what the others dial.</summary>
    public required HostPort ClusterAddress { get; init; }

    /// <summary>Where workers and clients say Hello; its host is what they dial.</summary>
    public required HostPort DoorAddress { get; init; }

    /// <summary>The IP address that both listen on, where it differs from what others dial (NAT); empty: the same.</summary>
    public string BindAddress { get; init; } = "";

    /// <summary>Cluster addresses of all control hosts, the same list on each. Empty: this host is the only one.</summary>
    public ImmutableArray<HostPort> Seeds { get; init; } = [];

    /// <summary>How many control hosts the cluster has: 1, 3 or 5. More than half of them must see each other.</summary>
    public int ControlHosts { get; init; } = 1;

    /// <summary>
    /// How long control hosts bear each other's silence. Short: a dead one is replaced within two seconds. On machines that are
    /// so overloaded that processes stand still for longer, hosts take each other for dead, and the scheduler moves for nothing.
    /// </summary>
    public TimeSpan BearSilence { get; init; } = TimeSpan.FromMilliseconds(700);

    public JournalSettings Journal { get; init; } = JournalSettings.Sqlite;

    /// <summary>A backend of a project of its own (Fleet.Journal.*), which then is the journal; null: the one that <see cref="Journal"/> names.</summary>
    public IJournalBackend? OwnBackend { get; init; }

    /// <summary>The agent's <c>DIR/state</c>; the control host keeps to <c>control/</c> in it.</summary>
    public required string StateFolder { get; init; }

    /// <summary>HOST:PORT of this host's HTTP/2 server, which relays to nodes out of a client's reach; empty without one.</summary>
    public string HttpAddress { get; init; } = "";

    /// <summary>Listen beyond loopback although nothing is encrypted yet (<c>insecure = on</c>, or a lab's own namespaces).</summary>
    public bool AllowRemote { get; init; }

    /// <summary>How long a session lives without being heard.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How often visitors are to be heard; the lease must outlast three.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>How long reading the journal may take until it counts as failed and is tried again.</summary>
    public TimeSpan RecoverWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Turns between two snapshots of the scheduler; after each the older events are deleted.</summary>
    public int TurnsPerSnapshot { get; init; } = 2000;

    public SchedulerOptions Scheduler { get; init; } = new();

    /// <summary>Akka's: DEBUG, INFO, WARNING or ERROR; written to standard error.</summary>
    public string LogLevel { get; init; } = "WARNING";

    /// <summary>More than half of the control hosts.</summary>
    internal int Quorum => ControlHosts / 2 + 1;

    internal string BindTo(HostPort address) => BindAddress.Length > 0 ? BindAddress : address.Host;
}
