using System.Runtime.InteropServices;

namespace Fleet.Linux.Cgroups;

/// <summary>Kills a whole group.</summary>
internal static class Killer
{
    private const int Kill = 9, Passes = 20;

    /// <param name="group">Frozen and thawed around the signals where there is nothing better.</param>
    /// <param name="folder">Where its processes are listed.</param>
    /// <param name="unified">Its folder in a v2 hierarchy, whose cgroup.kill (Linux 5.14) is one atomic act; or null.</param>
    public static void KillAll(ICgroup group, string folder, string? unified)
    {
        if (unified is null || !CgroupFile.Has(unified, "cgroup.kill") || CgroupFile.TryWrite(unified, "cgroup.kill", "1") is not null)
        {
            Signal(group, folder);
        }

        if (group.IsFrozen)
        {
            group.Thaw();       // v1: a frozen process does not even die
        }
    }

    /// <summary>
    /// Frozen processes neither fork nor end, so one pass over the list reaches all, and no pid can have become another's.
    /// A group that cannot be frozen is walked until its list stays empty.
    /// </summary>
    private static void Signal(ICgroup group, string folder)
    {
        bool frozen = true;
        try
        {
            group.Freeze();
        }
        catch (Exception e) when (e is KernelException or CgroupLimitException)
        {
            frozen = false;
        }

        for (int pass = 0; pass < (frozen ? 1 : Passes); pass++)
        {
            IReadOnlyList<int> pids = ProcessList.ReadAll(folder);
            foreach (int pid in pids)
            {
                _ = SendSignal(pid, Kill);
            }

            if (pids.Count == 0)
            {
                return;
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
