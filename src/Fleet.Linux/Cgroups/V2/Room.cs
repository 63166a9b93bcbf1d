namespace Fleet.Linux.Cgroups.V2;

/// <summary>
/// Inside another container (docker, podman, a VM-less test) our root is in truth an inner group that holds our own processes,
/// and so may not hand controllers down. They are moved into a leaf once, as container engines do that run in containers.
/// </summary>
internal static class Room
{
    private const string Leaf = "init";

    public static void Make(string mountPoint)
    {
        // Only the true root has no cgroup.type; it may hold processes and groups alike.
        if (!CgroupFile.Has(mountPoint, "cgroup.type") || CgroupFile.TryRead(mountPoint, "cgroup.subtree_control") is { Length: > 0 })
        {
            return;
        }

        if (ProcessList.Read(mountPoint).Count == 0)
        {
            return;
        }

        string leaf = Path.Combine(mountPoint, Leaf);
        _ = CgroupFile.Make(leaf);
        foreach (int pid in ProcessList.Read(mountPoint))
        {
            // ESRCH: it ended meanwhile. Others show when the controllers are handed down.
            _ = CgroupFile.TryWrite(leaf, "cgroup.procs", LimitValues.Text(pid));
        }
    }
}
