using System.Globalization;
using System.Runtime.InteropServices;
using Fleet.Linux.Files;
using Fleet.Linux.Network;
using Fleet.Shim.Protocol;

namespace Fleet.Containers;

/// <summary>The links of a container's network namespace, counted from outside.</summary>
internal static class NetworkCounters
{
    private const int OpenFolder = 0x200000 /* O_PATH */ | 0x80000 /* O_CLOEXEC */;

    /// <summary>
    /// /proc/PID is opened first and then asked who it is: a descriptor of it never becomes another process's, whereas the number
    /// may.
    /// </summary>
    public static IReadOnlyList<LinkStatistics> Read(ShimState state)
    {
        int fd = Open($"/proc/{state.Pid.ToString(CultureInfo.InvariantCulture)}", OpenFolder);
        if (state.Pid <= 0 || fd < 0)
        {
            return [];
        }

        using var process = new OwnedFd(fd);
        try
        {
            string stat = File.ReadAllText($"{process.ProcPath}/stat");
            return Lifetime.KernelStartTime.Parse(stat) == state.PidStartTime
                ? LinkTable.Parse(File.ReadAllText($"{process.ProcPath}/net/dev"))
                : [];
        }
        catch (IOException)
        {
            return [];      // it ended meanwhile
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
