using Fleet.Model;
using Fleet.Node.Records;

namespace Fleet.Node.Recipe;

/// <summary>A container's hostname and what its /etc/hosts says.</summary>
internal static class Hostname
{
    private const int KernelLimit = 64;     // HOST_NAME_MAX, sethostname(2)

    /// <summary>
    /// The user's; that of whom it shares the UTS or network namespace with; a task's JOB.GROUP.INDEX; else, as docker does, the
    /// first 12 digits of the id.
    /// </summary>
    /// <param name="record">The container.</param>
    /// <param name="recordOf">Another container's record by its id; null when it was removed.</param>
    public static string Of(AllocationRecord record, Func<string, AllocationRecord?> recordOf)
    {
        if (record.Spec.Hostname is { } wanted) return wanted;
        var (uts, network) = (record.Spec.Namespaces.Uts, record.Spec.Namespaces.Network);
        bool hosts = uts.Origin == NamespaceOrigin.Host || (record.Spec.Network == NetworkMode.Host && record.Assignment is null && !uts.IsJoined);
        if (hosts) return Environment.MachineName;
        var shared = uts.Origin == NamespaceOrigin.Container ? uts : network;
        if (shared.Origin == NamespaceOrigin.Container && recordOf(shared.Of) is { } other) return Of(other, recordOf);
        string name = record.Assignment?.Name ?? "";
        return name.Length is > 0 and <= KernelLimit ? name : record.Id.ToString()[..12];
    }

    public static string Hosts(string hostname) =>
        $"""
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        fe00::	ip6-localnet
        ff00::	ip6-mcastprefix
        ff02::1	ip6-allnodes
        ff02::2	ip6-allrouters
        127.0.0.1	{hostname}

        """;
}
