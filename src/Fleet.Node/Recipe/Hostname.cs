using Fleet.Node.Records;

namespace Fleet.Node.Recipe;

/// <summary>A container's hostname and what its /etc/hosts says.</summary>
internal static class Hostname
{
    private const int KernelLimit = 64;     // HOST_NAME_MAX, sethostname(2)

    /// <summary>The user's; a task's JOB.GROUP.INDEX; else, as docker does, the first 12 digits of the id.</summary>
    public static string Of(AllocationRecord record)
    {
        if (record.Spec.Hostname is { } wanted) return wanted;
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
