namespace Fleet.Control.Hosting;

/// <summary>What a control host's settings must fulfil before anything is started.</summary>
internal static class SettingsRules
{
    /// <exception cref="ControlException">The first that is broken, with the cure.</exception>
    public static void Check(ControlSettings settings)
    {
        Require(settings.ControlHosts is 1 or 3 or 5,
            $"{settings.ControlHosts} control hosts cannot be: use 1, 3 or 5. More than half must see each other, so that two are "
            + "worse than one, and four no better than three.");
        Require(settings.ControlHosts == 1 || settings.Seeds.Length == settings.ControlHosts,
            $"a cluster of {settings.ControlHosts} control hosts needs the cluster addresses of all of them as seeds, the same list on each; {settings.Seeds.Length} are named.");
        Require(settings.Lease > 3 * settings.Heartbeat,
            $"the lease of {settings.Lease.TotalSeconds} s must outlast three heartbeats of {settings.Heartbeat.TotalSeconds} s.");
        foreach (var address in (HostPort[])[settings.ClusterAddress, settings.DoorAddress]) CheckAddress(address, settings.AllowRemote);
    }

    /// <summary>What depends on the journal's backend.</summary>
    public static void CheckJournal(ControlSettings settings, Journal.IJournalBackend backend) => Require(
        backend.IsShared || settings.ControlHosts == 1,
        $"the {settings.Journal.Backend} journal is one file of one host, and the cluster has {settings.ControlHosts} control hosts: "
        + $"use the raft or the {Journal.JournalSettings.PostgreSqlName} journal, or one control host.");

    private static void CheckAddress(HostPort address, bool allowRemote)
    {
        Require(address.Host is not ("0.0.0.0" or "::" or "*"),
            $"'{address}' is no address that others can dial: give the one of this host in the network of the cluster.");
        Require(allowRemote || address.IsLoopback,
            $"'{address}' can be reached by other machines, and Fleet does not encrypt yet: whoever reaches it owns the cluster. Listen "
            + "on 127.0.0.1, or, if the network is yours alone, set insecure = on.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ControlException(message);
    }
}
