using System.Security.Cryptography;
using Fleet.Agent.Configuration;
using Fleet.Api.Contracts.Roots;
using Fleet.Control.Hosting;
using Fleet.Lifecycle.Scheduler;
using ControlJournal = Fleet.Control.Journal.JournalSettings;
using ControlPort = Fleet.Control.Hosting.HostPort;

namespace Fleet.Agent.Composition;

/// <summary>From the agent's settings to the control host's.</summary>
internal static class ControlSettingsOf
{
    public static ControlSettings Agent(AgentSettings settings, FleetRoot root, string httpAddress) => new()
    {
        NodeName = settings.Node.Name,
        ClusterAddress = new ControlPort(settings.Network.PublicAddress, settings.Network.ClusterPort),
        BindAddress = settings.Network.Address,
        DoorAddress = new ControlPort(settings.Network.PublicAddress, settings.Network.DoorPort),
        Seeds = [.. settings.Cluster.Seeds.Select(seed => new ControlPort(seed.Host, seed.Port))],
        ControlHosts = Math.Max(1, settings.Cluster.Seeds.Length),
        Journal = settings.Journal.Backend == JournalBackend.Postgresql
            ? ControlJournal.PostgreSql(settings.Journal.ConnectionString) : ControlJournal.Sqlite,
        OwnBackend = settings.Journal.Backend == JournalBackend.Raft ? RaftJournalOf.Agent(settings, root) : null,
        StateFolder = root.State,
        HttpAddress = httpAddress,
        AllowRemote = settings.Network.Insecure,
        Lease = settings.Session.Lease,
        Heartbeat = settings.Session.Heartbeat,
        LogLevel = settings.Logs.Level.ToString().ToUpperInvariant(),
        Scheduler = new SchedulerOptions
        {
            DefaultRegistry = settings.Images.DefaultRegistry is { Length: > 0 } registry ? registry : null,
            FirstSerial = DrawSerial(),
        },
    };

    // 47 random bits above 16 zero ones: two clusters that ever meet in one machine's control groups are apart by far.
    private static ulong DrawSerial() => (BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 17) << 16;
}
