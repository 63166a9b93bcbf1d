using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Machine.Checks;

/// <summary>The control groups as they are mounted, and the files that the kernel gives to a group.</summary>
public sealed record CgroupReadings
{
    /// <summary>Version 1 hierarchies, by controller.</summary>
    public IReadOnlyDictionary<string, string> V1 { get; init; } = new Dictionary<string, string>();

    /// <summary>Where version 2 is mounted; null: nowhere.</summary>
    public string? Unified { get; init; }

    /// <summary>What the root of version 2 has in cgroup.controllers.</summary>
    public IReadOnlyList<string> UnifiedControllers { get; init; } = [];

    /// <summary>What it hands down: cgroup.subtree_control.</summary>
    public IReadOnlyList<string> HandedDown { get; init; } = [];

    /// <summary>Names of the files seen in groups of any hierarchy that Fleet uses; empty when none could be looked at.</summary>
    public IReadOnlySet<string> Files { get; init; } = new HashSet<string>();

    /// <summary>In a container, but in the host's cgroup namespace.</summary>
    public bool InHostsNamespace { get; init; }

    /// <summary>Hierarchies in which a group could not be made, with the errno's name; null: not tried, for want of root.</summary>
    public IReadOnlyList<string>? Refused { get; init; }

    /// <summary>As the engine will choose: memory in a hierarchy of its own decides for 1; 0 when there is none.</summary>
    public int Version => V1.ContainsKey("memory") ? 1 : Unified is not null ? 2 : 0;

    public IReadOnlyCollection<string> Controllers => Version == 2 ? UnifiedControllers : [.. V1.Keys];

    /// <param name="root">A group is made, looked at and removed; without root, groups that are there are looked at.</param>
    public static CgroupReadings Read(bool root)
    {
        IReadOnlyList<CgroupMount> mounts = CgroupMounts.Parse(CgroupFile.TryRead("/proc/self", "mountinfo") ?? "");
        var v1 = new Dictionary<string, string>();
        foreach (CgroupMount mount in mounts.Where(mount => !mount.Unified))
        {
            foreach (string controller in mount.Controllers.Where(name => !name.Contains('=')))
            {
                v1.TryAdd(controller, mount.MountPoint);
            }
        }

        string? unified = mounts.FirstOrDefault(mount => mount.Unified)?.MountPoint;
        var read = new CgroupReadings
        {
            V1 = v1,
            Unified = unified,
            UnifiedControllers = Words(unified, "cgroup.controllers"),
            HandedDown = Words(unified, "cgroup.subtree_control"),
            InHostsNamespace = CgroupNamespace.IsHosts(),
        };
        var files = new HashSet<string>();
        var refused = new List<string>();
        foreach (string folder in read.Version == 2 ? [unified!] : v1.Values.Distinct())
        {
            Look(folder, root, files, refused);
        }

        return read with { Files = files, Refused = root ? refused : null };
    }

    private static void Look(string folder, bool root, HashSet<string> files, List<string> refused)
    {
        string probe = $"fleet/check-{Environment.ProcessId}";     // below Fleet's own: nobody else's groups are touched
        try
        {
            if (root)
            {
                CgroupTree.Make(folder, probe, static (_, _) => { });
            }
        }
        catch (KernelException e)
        {
            refused.Add($"{folder}: {e.Errno.Name}");
        }

        try
        {
            foreach (string group in Directory.EnumerateDirectories(folder).Prepend(folder).Take(32))
            {
                files.UnionWith(Directory.EnumerateFiles(group).Select(Path.GetFileName)!);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A group that went while it was looked at: the others tell as much.
        }
        finally
        {
            if (root)
            {
                CgroupTree.RemoveIfEmpty(folder, probe);
            }
        }
    }

    private static string[] Words(string? folder, string file) =>
        folder is null ? [] : (CgroupFile.TryRead(folder, file) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
