using System.Globalization;
using System.Text;

namespace Fleet.Linux.Processes;

/// <summary>What tells one process from the next that gets its number, and one boot from the next.</summary>
public static class ProcessIdentity
{
    private const ulong Exiting = 4; // PF_EXITING of linux/sched.h

    /// <summary>When a process started, in clock ticks since boot (field 22 of /proc/PID/stat, proc(5)); null when there is no such process.</summary>
    public static ulong? StartTime(int pid) => Field(pid, 22);

    /// <summary>The process is gone, or on its way: the kernel has begun to take it apart (field 9), though it may not be waited for yet.</summary>
    public static bool IsEnding(int pid) => Field(pid, 9) is not { } flags || (flags & Exiting) != 0;

    private static ulong? Field(int pid, int wanted)
    {
        byte[]? stat = KernelFile.TryRead($"/proc/{pid}/stat", out _);
        if (stat is null)
        {
            return null;
        }

        // The second field is the name in brackets, which may hold anything; counting starts behind its last bracket.
        ReadOnlySpan<char> rest = Encoding.Latin1.GetString(stat).AsSpan();
        rest = rest[(rest.LastIndexOf(')') + 2)..];
        for (int field = 3; field < wanted; field++)
        {
            rest = rest[(rest.IndexOf(' ') + 1)..];
        }

        return ulong.Parse(rest[..rest.IndexOf(' ')], CultureInfo.InvariantCulture);
    }

    /// <summary>The running kernel's own name, new at each boot.</summary>
    public static string BootId() => Encoding.ASCII.GetString(KernelFile.TryRead("/proc/sys/kernel/random/boot_id", out _) ?? []).Trim();

    /// <summary>The process exists and is the one that was meant.</summary>
    public static bool IsAlive(int pid, ulong startTime) => pid > 0 && StartTime(pid) == startTime;
}
