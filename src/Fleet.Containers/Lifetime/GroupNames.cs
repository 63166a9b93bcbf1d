namespace Fleet.Containers.Lifetime;

/// <summary>Names in the tree of cgroups: PARENT/JOB/ALLOCATION for containers, PARENT/shims for what stands beside them.</summary>
internal static class GroupNames
{
    /// <summary>Leaves of the parent that hold processes of Fleet itself; a job of such a name gets another group.</summary>
    private static readonly string[] Taken = ["shims", "agent", "init"];

    public static string Container(string parent, CgroupPlace place) => $"{OfJob(parent, place.Job)}/{Clean(place.Allocation)}";

    public static string OfJob(string parent, string job) => $"{parent}/{Job(job)}";

    /// <summary>A leaf for each agent: one that several shared would go with the last shim of one under the first of another.</summary>
    public static string Shims(string parent, string stateFolder) => $"{parent}/shims~{Short(stateFolder):x8}";

    /// <summary>In a scope of systemd's: the leaf of the process that keeps it.</summary>
    public static string Keeper(string stateFolder) => $"keeper~{Short(stateFolder):x8}";

    /// <summary>The same for the same text in every process (FNV-1a); nothing that needs a cryptographic library.</summary>
    private static uint Short(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));

    private static string Job(string name) => Taken.Contains(name) ? name + "~" : Clean(name);

    /// <summary>A name is one folder, whatever is in it.</summary>
    private static string Clean(string name) => name.Replace('/', '_').Replace('\n', '_') is var clean && clean is "." or ".." or "" ? "_" : clean;
}
