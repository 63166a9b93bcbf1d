using System.Globalization;
using System.Text;

namespace Fleet.Linux.Processes;

/// <summary>One process as <c>ps</c> shows it (proc_pid_stat(5), proc_pid_cmdline(5)).</summary>
/// <param name="User">Real uid, as the reader's user namespace numbers it.</param>
/// <param name="State">R running, S sleeping, D waiting for the kernel, T stopped, Z ended and not waited for.</param>
/// <param name="Terminal"><c>pts/N</c> or <c>ttyN</c>; empty for none.</param>
/// <param name="CpuTime">In user and kernel mode, of all its threads.</param>
/// <param name="Age">Since its start.</param>
/// <param name="ResidentBytes">In memory, shared pages in full.</param>
/// <param name="Command">Its arguments, joined by blanks and cut at 4096; its name in brackets where it has none.</param>
public sealed record ProcessRow(
    int Pid, int Parent, uint User, char State, int Nice, string Terminal, TimeSpan CpuTime, TimeSpan Age, long VirtualBytes, long ResidentBytes, string Name, string Command)
{
    private const int MaxCommand = 4096;
    private const long TicksPerSecond = 100;    // USER_HZ: the kernel's promise to programs on every architecture (time(7))

    /// <summary>Null when there is no such process, or not any more.</summary>
    public static ProcessRow? Read(int pid)
    {
        if (ProcessIdentity.StartTime(pid) is not { } start)
        {
            return null;
        }

        using var folder = ProcessFolder.Open(pid, start);
        return folder?.Read("stat") is { } stat && folder.Read("status") is { } status && folder.Read("cmdline") is { } arguments && Uptime() is { } up
            ? Parse(stat, ProcessStatus.Parse(status).Uid, arguments, up)
            : null;
    }

    internal static ProcessRow Parse(string stat, uint user, string arguments, TimeSpan uptime)
    {
        // The name stands in brackets and may hold anything, blanks and brackets too.
        int open = stat.IndexOf('('), close = stat.LastIndexOf(')');
        string name = stat[(open + 1)..close];
        string[] fields = stat[(close + 2)..].Split(' ');
        long Number(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
        string command = arguments.TrimEnd('\0').Replace('\0', ' ');
        return new ProcessRow(
            int.Parse(stat[..(open - 1)], CultureInfo.InvariantCulture), (int)Number(4), user, fields[0][0], (int)Number(19), TerminalOf((int)Number(7)),
            Ticks(Number(14) + Number(15)), uptime - Ticks(Number(22)), Number(23), Number(24) * Environment.SystemPageSize, name,
            command.Length == 0 ? $"[{name}]" : command.Length > MaxCommand ? command[..MaxCommand] : command);
    }

    private static TimeSpan Ticks(long ticks) => TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond));

    // Bits 8 to 15 are the major number, 0 to 7 and 20 to 31 the minor one; 4 are consoles, 136 to 143 the ends of pseudo-terminals.
    private static string TerminalOf(int device)
    {
        int major = (device >> 8) & 0xff, minor = (device & 0xff) | ((device >> 12) & 0xfff00);
        return major switch
        {
            4 => $"tty{minor}",
            >= 136 and <= 143 => $"pts/{((major - 136) << 8) + minor}",
            _ => "",
        };
    }

    private static TimeSpan? Uptime() =>
        KernelFile.TryRead("/proc/uptime", out _) is { } text
            ? TimeSpan.FromSeconds(double.Parse(Encoding.ASCII.GetString(text).Split(' ')[0], CultureInfo.InvariantCulture))
            : null;
}
