using System.Collections.Immutable;
using Akka.Configuration;
using Fleet.Model;

namespace Fleet.Agent.Configuration;

/// <summary>All settings of an agent, checked. <c>config/reference.conf</c> says what each does, its range and its default.</summary>
public sealed record AgentSettings
{
    public required NodeSettings Node { get; init; }

    public required NetworkSettings Network { get; init; }

    public required ClusterSettings Cluster { get; init; }

    public required SessionSettings Session { get; init; }

    public required JournalSettings Journal { get; init; }

    public required ImageSettings Images { get; init; }

    public required LogSettings Logs { get; init; }

    public required ApiSettings Api { get; init; }

    /// <summary>What the file says under <c>akka</c>, to be laid over Fleet's own settings of its actor systems; often empty.</summary>
    public Config Akka { get; init; } = Config.Empty;

    public bool IsControl => Node.Roles.Contains(Role.Control);

    public bool IsWorker => Node.Roles.Contains(Role.Worker);
}

public enum Role
{
    Control,
    Worker,
}

public sealed record NodeSettings
{
    /// <summary>A DNS label.</summary>
    public required string Name { get; init; }

    public required ImmutableArray<Role> Roles { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>0 to 0.9 of the capacity, but of each resource at most <see cref="ReserveAtMost"/>.</summary>
    public required double ReserveShare { get; init; }

    public required Resources ReserveAtMost { get; init; }

    /// <summary>For tasks that ask for any port; both ends included.</summary>
    public required int FirstPort { get; init; }

    public required int LastPort { get; init; }

    /// <summary>Of the pool for user namespaces.</summary>
    public required int FirstUserId { get; init; }

    /// <summary>Empty: chosen by what the machine offers.</summary>
    public required string CgroupParent { get; init; }

    /// <summary>Ended allocations of a job that stay with their logs.</summary>
    public required int KeptEnded { get; init; }
}

public sealed record NetworkSettings
{
    /// <summary>An IP address to bind to.</summary>
    public required string Address { get; init; }

    /// <summary>What others are told; <see cref="Address"/> unless set apart.</summary>
    public required string PublicAddress { get; init; }

    /// <summary>0: any free one; likewise below.</summary>
    public required int ClusterPort { get; init; }

    public required int DoorPort { get; init; }

    public required int HttpPort { get; init; }

    /// <summary>The user has said that a network beyond loopback is trusted.</summary>
    public required bool Insecure { get; init; }
}

/// <summary>A host name or IP address with a port, written HOST:PORT or [IPV6]:PORT.</summary>
public sealed record HostPort(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

public sealed record ClusterSettings
{
    /// <summary>Cluster transports of the control hosts; empty on the only one.</summary>
    public required ImmutableArray<HostPort> Seeds { get; init; }

    /// <summary>Doors of the control hosts, already derived from the seeds where the file gives none.</summary>
    public required ImmutableArray<HostPort> Doors { get; init; }
}

public sealed record SessionSettings(TimeSpan Heartbeat, TimeSpan Lease);

public enum JournalBackend
{
    /// <summary>By the number of control hosts: sqlite for one, raft for more. Never in settings that were read.</summary>
    Auto,
    Sqlite,
    Postgresql,
    Raft,
}

/// <param name="ConnectionString">Of postgresql; else empty.</param>
/// <param name="Port">Where this host's part of the raft journal listens.</param>
/// <param name="Members">Where the raft journals of all control hosts listen, already derived from the seeds where the file gives none.</param>
public sealed record JournalSettings(JournalBackend Backend, string ConnectionString, int Port, ImmutableArray<HostPort> Members);

/// <param name="DefaultRegistry">HOST[:PORT], or empty for none.</param>
public sealed record ImageSettings(string DefaultRegistry, ImmutableArray<string> InsecureRegistries);

public enum LogLevel
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <param name="MaxBytes">Of one file of a container's log.</param>
public sealed record LogSettings(long MaxBytes, int MaxFiles, LogLevel Level, LogFormat Format);

public enum LogFormat
{
    Text,
    Json,
}

/// <param name="MetricsAddress">IP address at which collectors ask for figures.</param>
/// <param name="MetricsPort">0: nowhere.</param>
public sealed record ApiSettings(string MetricsAddress, int MetricsPort);
