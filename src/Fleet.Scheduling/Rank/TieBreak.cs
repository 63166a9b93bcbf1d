namespace Fleet.Scheduling.Rank;

/// <summary>Numbers that look random but are the same for the same seed and names, in every process.</summary>
public static class TieBreak
{
    /// <summary>FNV-1a (Fowler, Noll, Vo) over the names, started from the seed and finished as splitmix64 does.</summary>
    public static ulong Of(ulong seed, string group, string node)
    {
        ulong hash = Over(Over(0xcbf29ce484222325 ^ seed, group), node);
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }

    private static ulong Over(ulong hash, string name)
    {
        foreach (char c in name) hash = (hash ^ c) * 0x100000001b3;
        return (hash ^ 0xff) * 0x100000001b3;
    }
}
