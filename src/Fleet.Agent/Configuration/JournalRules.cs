using System.Collections.Immutable;

namespace Fleet.Agent.Configuration;

/// <summary>Which journal a control host keeps, and what each kind needs.</summary>
internal static class JournalRules
{
    public static JournalSettings Read(SettingsReader at, ClusterSettings cluster)
    {
        var backend = at.Choice<JournalBackend>("backend", "FLEET_JOURNAL");
        if (backend == JournalBackend.Auto) backend = cluster.Seeds.Length > 1 ? JournalBackend.Raft : JournalBackend.Sqlite;
        int port = at.Integer("port", 1, 65535, "FLEET_JOURNAL_PORT");
        ImmutableArray<HostPort> members = at.Hosts("members", "FLEET_JOURNAL_MEMBERS");
        return new JournalSettings(backend, at.Text("connection-string", "FLEET_JOURNAL_CONNECTION"), port,
            members.IsEmpty ? [.. cluster.Seeds.Select(seed => seed with { Port = port }).Distinct()] : members);
    }

    public static void Check(SettingsReader at, AgentSettings settings)
    {
        JournalBackend backend = settings.Journal.Backend;
        bool connected = settings.Journal.ConnectionString.Length > 0;
        at.Require(backend != JournalBackend.Postgresql || connected, "connection-string", "must say how to reach postgresql", "FLEET_JOURNAL_CONNECTION");
        at.Require(backend == JournalBackend.Postgresql || !connected, "connection-string",
            "is for postgresql; the other journals keep to the state folder (leave it empty)", "FLEET_JOURNAL_CONNECTION");
        if (!settings.IsControl) return;
        int hosts = Math.Max(1, settings.Cluster.Seeds.Length);
        at.Require(backend != JournalBackend.Sqlite || hosts == 1, "backend",
            $"sqlite serves one control host, and cluster.seeds names {hosts} (use raft, or postgresql)", "FLEET_JOURNAL");
        if (backend != JournalBackend.Raft) return;
        at.Require(hosts > 1, "backend", "raft is kept by 3 or 5 control hosts, and this is the only one (use sqlite, or name the others in cluster.seeds)", "FLEET_JOURNAL");
        // An even number of hosts, or one named twice, was found fault with above.
        bool fits = settings.Journal.Members.Distinct().Count() == hosts || hosts is not (3 or 5);
        at.Require(hosts == 1 || fits, "members",
            $"must name the {hosts} control hosts' journals, each once, as HOST:PORT (it is empty, and cluster.seeds names a host with two ports, or it names others)",
            "FLEET_JOURNAL_MEMBERS");
    }
}
