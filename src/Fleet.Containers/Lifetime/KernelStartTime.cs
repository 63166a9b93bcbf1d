using System.Globalization;

namespace Fleet.Containers.Lifetime;

/// <summary>When a process started, in clock ticks since boot: with its pid, its identity within one boot.</summary>
internal static class KernelStartTime
{
    private const int Field = 22;   // of /proc/PID/stat (proc_pid_stat(5))

    /// <summary>Null when there is no such process, or only its zombie.</summary>
    public static ulong? Of(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Gone, a zombie, or so far on its way there that it has no memory any more: then it has no program either (proc_pid_exe(5)).</summary>
    public static bool IsEnding(int pid)
    {
        try
        {
            return Of(pid) is null || File.ResolveLinkTarget($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/exe", returnFinalTarget: false) is null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    internal static ulong? Parse(string stat)
    {
        // The second field is the name in brackets and may hold anything, blanks and brackets too.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : ulong.Parse(fields[Field - 3], CultureInfo.InvariantCulture);
    }
}
