namespace Fleet.Linux.Cgroups.V2;

/// <summary>Block I/O (kernel: admin-guide/cgroup-v2, "IO Interface Files").</summary>
internal static class Io
{
    public static void Apply(string folder, CgroupLimits limits)
    {
        if (limits.IoWeight is { } weight)
        {
            SetWeight(folder, weight);
        }

        foreach (IoThrottle throttle in limits.IoThrottles)
        {
            CgroupFile.Write(folder, "io.max", Max(throttle), "is there a block device with this number (lsblk)?");
        }
    }

    /// <summary>One line of io.max; a rate of 0 lifts the limit.</summary>
    internal static string Max(IoThrottle throttle)
    {
        var words = new List<string> { $"{throttle.Major}:{throttle.Minor}" };
        Add("rbps", throttle.ReadBytesPerSecond);
        Add("wbps", throttle.WriteBytesPerSecond);
        Add("riops", throttle.ReadOperationsPerSecond);
        Add("wiops", throttle.WriteOperationsPerSecond);
        return string.Join(' ', words);

        void Add(string key, long? rate)
        {
            if (rate is { } value)
            {
                words.Add($"{key}={LimitValues.OrMax(LimitValues.Bounded(value))}");
            }
        }
    }

    public static IReadOnlyList<IoStatistics> Read(string folder) => Parse(CgroupFile.TryRead(folder, "io.stat"));

    /// <summary>Lines of <c>8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0</c>.</summary>
    internal static IReadOnlyList<IoStatistics> Parse(string? text)
    {
        var devices = new List<IoStatistics>();
        foreach (string line in KernelText.Lines(text))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!KernelText.Device(parts[0], out uint major, out uint minor))
            {
                continue;
            }

            var values = parts.Skip(1).Select(part => part.Split('=')).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => KernelText.Number(pair[1]) ?? 0);
            devices.Add(new IoStatistics(
                major, minor,
                values.GetValueOrDefault("rbytes"), values.GetValueOrDefault("wbytes"),
                values.GetValueOrDefault("rios"), values.GetValueOrDefault("wios")));
        }

        return devices;
    }

    private static void SetWeight(string folder, int weight)
    {
        // BFQ has the old scale, 1 to 1000, in a file of its own; io.weight belongs to iocost.
        if (CgroupFile.Has(folder, "io.bfq.weight"))
        {
            CgroupFile.Write(folder, "io.bfq.weight", LimitValues.Text(weight));
        }
        else if (CgroupFile.Has(folder, "io.weight"))
        {
            CgroupFile.Write(folder, "io.weight", "default " + LimitValues.Text(LimitValues.IoWeight(weight)));
        }
        else
        {
            throw new CgroupLimitException("io-weight", IoWeightMissing.Message("io.bfq.weight and io.weight"));
        }
    }
}
