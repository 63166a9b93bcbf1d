namespace Fleet.Linux.Cgroups;

/// <summary>A limit that makes no sense on this machine or for this group, with what would.</summary>
public sealed class CgroupLimitException(string limit, string message) : ArgumentException(message)
{
    /// <summary>Which limit: <c>cpus</c>, <c>cpuset</c>, <c>memory</c>, <c>memory-swap</c>, <c>pids</c>, ...</summary>
    public string Limit { get; } = limit;
}
