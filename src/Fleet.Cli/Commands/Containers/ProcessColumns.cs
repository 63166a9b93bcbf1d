using System.Globalization;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

/// <summary>ps's columns by the names that its -o takes (ps(1), STANDARD FORMAT SPECIFIERS), and the sets behind -ef and aux.</summary>
internal sealed class ProcessColumns(DateTimeOffset now, long memory, Func<uint, string> userName)
{
    private static readonly string[] Full = ["uid", "pid", "ppid", "c", "stime", "tty", "time", "cmd"];
    private static readonly string[] Aux = ["user", "pid", "pcpu", "pmem", "vsz", "rss", "tt", "stat", "start", "bsdtime", "command"];

    /// <param name="words">ps's own options; none: -ef.</param>
    /// <exception cref="UsageException">One that this cannot do.</exception>
    public IReadOnlyList<Column<ProcessInfo>> Read(IReadOnlyList<string> words)
    {
        if (words is [] or ["-ef"] or ["-e", "-f"] or ["-f"] or ["-e"] or ["-A"] or ["ef"])
        {
            return [.. Full.Select(Of)];
        }

        if (words is ["aux"] or ["-aux"] or ["ax", "u"] or ["u"])
        {
            return [.. Aux.Select(Of)];
        }

        var names = new List<string>();
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            string? list = word is "-o" or "o" or "-eo" or "--format" ? i + 1 < words.Count ? words[++i] : throw new UsageException($"{word} needs a list of columns")
                : word.StartsWith("-o", StringComparison.Ordinal) ? word[2..]
                : word.StartsWith("--format=", StringComparison.Ordinal) ? word[9..]
                : null;
            if (list is not null) names.AddRange(list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
            else if (word is not ("-e" or "-A" or "ax")) throw new UsageException($"'{word}' is none of ps's options known here: -ef, aux, -o LIST");
        }

        return [.. (names.Count == 0 ? [.. Full] : names).Select(Of)];
    }

    private Column<ProcessInfo> Of(string name) => name.Split('=')[0] switch
    {
        "uid" or "euid" or "ruid" => new("UID", p => userName(p.User)),
        "user" or "euser" or "ruser" or "uname" => new("USER", p => userName(p.User)),
        "pid" or "tgid" => new("PID", p => Number(p.Pid), true),
        "ppid" => new("PPID", p => Number(p.Parent), true),
        "c" => new("C", p => Number((long)Math.Min(99, Share(p))), true),
        "pcpu" or "%cpu" => new("%CPU", p => Share(p).ToString("0.0", CultureInfo.InvariantCulture), true),
        "pmem" or "%mem" => new("%MEM", p => (100.0 * p.ResidentBytes / memory).ToString("0.0", CultureInfo.InvariantCulture), true),
        "stime" => new("STIME", Started),
        "start" or "start_time" or "bsdstart" => new("START", Started),
        "tty" or "tt" or "tname" => new("TTY", p => p.Terminal.Length == 0 ? "?" : p.Terminal),
        "time" or "cputime" => new("TIME", p => $"{(long)p.CpuSeconds / 3600:00}:{(long)p.CpuSeconds / 60 % 60:00}:{(long)p.CpuSeconds % 60:00}", true),
        "bsdtime" => new("TIME", p => $"{(long)p.CpuSeconds / 60}:{(long)p.CpuSeconds % 60:00}", true),
        "etime" => new("ELAPSED", p => Elapsed((long)p.AgeSeconds), true),
        "etimes" => new("ELAPSED", p => Number((long)p.AgeSeconds), true),
        "vsz" or "vsize" => new("VSZ", p => Number(p.VirtualBytes / 1024), true),
        "rss" or "rssize" or "rsz" => new("RSS", p => Number(p.ResidentBytes / 1024), true),
        "stat" or "s" or "state" => new(name == "stat" ? "STAT" : "S", p => p.State),
        "ni" or "nice" => new("NI", p => Number(p.Nice), true),
        "comm" or "ucmd" or "ucomm" => new("COMMAND", p => p.Name),
        "cmd" => new("CMD", p => p.Command),
        "args" or "command" => new("COMMAND", p => p.Command),
        _ => throw new UsageException($"'{name}' is no column known here: uid, user, pid, ppid, c, pcpu, pmem, stime, tty, time, etime, vsz, rss, stat, ni, comm, cmd, args"),
    };

    // As ps: the share of its whole life.
    private static double Share(ProcessInfo process) => process.AgeSeconds > 0 ? 100 * process.CpuSeconds / process.AgeSeconds : 0;

    private string Started(ProcessInfo process)
    {
        var start = now.AddSeconds(-process.AgeSeconds);
        return start.ToString(start.Date == now.Date ? "HH:mm" : "MMMdd", CultureInfo.InvariantCulture);
    }

    // [[dd-]hh:]mm:ss
    private static string Elapsed(long seconds) =>
        (seconds >= 86_400 ? $"{seconds / 86_400}-" : "") + (seconds >= 3600 ? $"{seconds / 3600 % 24:00}:" : "") + $"{seconds / 60 % 60:00}:{seconds % 60:00}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
