using System.Globalization;

namespace Fleet.Linux.Processes;

/// <summary>What <c>/proc/PID/status</c> tells of a process's numbers and rights (proc_pid_status(5)).</summary>
public sealed record ProcessStatus
{
    /// <summary>Its pid in each pid namespace it is in, the reader's first and its own last; the last alone where the kernel is older than 4.1.</summary>
    public IReadOnlyList<int> Pids { get; init; } = [];

    /// <summary>Real uid and gid as the reader's user namespace numbers them.</summary>
    public uint Uid { get; init; }

    public uint Gid { get; init; }

    /// <summary>Sets of capabilities(7), a bit for each.</summary>
    public ulong Inheritable { get; init; }

    public ulong Permitted { get; init; }

    public ulong Effective { get; init; }

    public ulong Bounding { get; init; }

    public ulong Ambient { get; init; }

    public bool NoNewPrivileges { get; init; }

    /// <summary>0 none, 1 strict, 2 filter (seccomp(2)).</summary>
    public int Seccomp { get; init; }

    /// <summary>How many filters are stacked; null before kernel 5.9.</summary>
    public int? SeccompFilters { get; init; }

    public static ProcessStatus Parse(string text)
    {
        var values = new Dictionary<string, string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':');
            if (colon > 0)
            {
                values.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return new ProcessStatus
        {
            Pids = [.. Words("NSpid").Select(word => int.Parse(word, CultureInfo.InvariantCulture))],
            Uid = uint.Parse(Words("Uid")[0], CultureInfo.InvariantCulture),
            Gid = uint.Parse(Words("Gid")[0], CultureInfo.InvariantCulture),
            Inheritable = Mask("CapInh"),
            Permitted = Mask("CapPrm"),
            Effective = Mask("CapEff"),
            Bounding = Mask("CapBnd"),
            Ambient = Mask("CapAmb"),
            NoNewPrivileges = values.GetValueOrDefault("NoNewPrivs") == "1",
            Seccomp = values.TryGetValue("Seccomp", out string? mode) ? int.Parse(mode, CultureInfo.InvariantCulture) : 0,
            SeccompFilters = values.TryGetValue("Seccomp_filters", out string? filters) ? int.Parse(filters, CultureInfo.InvariantCulture) : null,
        };

        string[] Words(string key) => values.GetValueOrDefault(key, "").Split('\t', StringSplitOptions.RemoveEmptyEntries);

        ulong Mask(string key) => ulong.Parse(values.GetValueOrDefault(key, "0"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
