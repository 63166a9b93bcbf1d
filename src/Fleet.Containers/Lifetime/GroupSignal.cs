using System.Runtime.InteropServices;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Lifetime;

/// <summary>One signal to every process of a group.</summary>
internal static class GroupSignal
{
    /// <summary>Frozen, so that none forks unseen or gives its number away in between.</summary>
    public static void Send(ICgroup group, int signal)
    {
        bool frozenBefore = group.IsFrozen;
        group.Freeze();
        try
        {
            foreach (int pid in group.Pids())
            {
                _ = SendSignal(pid, signal);
            }
        }
        finally
        {
            if (!frozenBefore)
            {
                group.Thaw();
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
