namespace Fleet.Linux.Cgroups.V1;

/// <summary>Block I/O (kernel: admin-guide/cgroup-v1/blkio-controller).</summary>
internal static class Io
{
    /// <summary>Of the elevator CFQ (before 5.0) and of BFQ, the one that came after.</summary>
    private static readonly string[] WeightFiles = ["blkio.bfq.weight", "blkio.weight"];

    public static void Apply(Trees trees, string path, CgroupLimits limits)
    {
        if (limits.IoWeight is { } weight)
        {
            string folder = trees.Need("blkio", path, "io-weight");
            string file = WeightFiles.FirstOrDefault(name => CgroupFile.Has(folder, name))
                ?? throw new CgroupLimitException("io-weight", IoWeightMissing.Message("blkio.bfq.weight and blkio.weight"));
            CgroupFile.Write(folder, file, LimitValues.Text(weight));
        }

        foreach (IoThrottle throttle in limits.IoThrottles)
        {
            string folder = trees.Need("blkio", path, "block I/O");
            Set(folder, "blkio.throttle.read_bps_device", throttle, throttle.ReadBytesPerSecond);
            Set(folder, "blkio.throttle.write_bps_device", throttle, throttle.WriteBytesPerSecond);
            Set(folder, "blkio.throttle.read_iops_device", throttle, throttle.ReadOperationsPerSecond);
            Set(folder, "blkio.throttle.write_iops_device", throttle, throttle.WriteOperationsPerSecond);
        }
    }

    public static IReadOnlyList<IoStatistics> Read(string? folder)
    {
        if (folder is null)
        {
            return [];
        }

        var devices = new SortedDictionary<(uint, uint), IoStatistics>();
        Add(devices, CgroupFile.TryRead(folder, "blkio.throttle.io_service_bytes_recursive")
            ?? CgroupFile.TryRead(folder, "blkio.throttle.io_service_bytes"), operations: false);
        Add(devices, CgroupFile.TryRead(folder, "blkio.throttle.io_serviced_recursive")
            ?? CgroupFile.TryRead(folder, "blkio.throttle.io_serviced"), operations: true);
        return [.. devices.Values];
    }

    /// <summary>Lines of <c>8:0 Read 4096</c>.</summary>
    internal static void Add(IDictionary<(uint, uint), IoStatistics> devices, string? text, bool operations)
    {
        foreach (string line in KernelText.Lines(text))
        {
            string[] parts = line.Split(' ');
            if (parts.Length != 3 || !KernelText.Device(parts[0], out uint major, out uint minor) || KernelText.Number(parts[2]) is not { } value)
            {
                continue;
            }

            if (!devices.TryGetValue((major, minor), out IoStatistics? seen))
            {
                seen = new IoStatistics(major, minor, 0, 0, 0, 0);
            }

            devices[(major, minor)] = (parts[1], operations) switch
            {
                ("Read", false) => seen with { ReadBytes = value },
                ("Write", false) => seen with { WrittenBytes = value },
                ("Read", true) => seen with { ReadOperations = value },
                ("Write", true) => seen with { WriteOperations = value },
                _ => seen,
            };
        }
    }

    private static void Set(string folder, string file, IoThrottle throttle, long? rate)
    {
        if (rate is { } value)
        {
            CgroupFile.Write(
                folder, file, $"{throttle.Major}:{throttle.Minor} {LimitValues.Text(value)}", "is there a block device with this number (lsblk)?");
        }
    }
}
