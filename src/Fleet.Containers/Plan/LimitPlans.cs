using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Plan;

/// <summary>Limits as the runtime specification writes them, in the words of <see cref="CgroupLimits"/>.</summary>
internal static class LimitPlans
{
    private const long DefaultPeriod = 100_000;

    /// <summary>What the setup says goes before what its specification says; without any device rules the default ones hold.</summary>
    public static CgroupLimits Of(ContainerSetup setup)
    {
        CgroupLimits said = setup.Limits, spec = Of(setup.Spec.Linux.Resources);
        return said with
        {
            Cpus = said.Cpus ?? spec.Cpus,
            CpuPeriodMicroseconds = said.CpuPeriodMicroseconds ?? (said.Cpus is null ? spec.CpuPeriodMicroseconds : null),
            CpuShares = said.CpuShares ?? spec.CpuShares,
            CpusetCpus = said.CpusetCpus ?? spec.CpusetCpus,
            CpusetMems = said.CpusetMems ?? spec.CpusetMems,
            Memory = said.Memory ?? spec.Memory,
            MemoryAndSwap = said.MemoryAndSwap ?? spec.MemoryAndSwap,
            MemoryReservation = said.MemoryReservation ?? spec.MemoryReservation,
            Pids = said.Pids ?? spec.Pids,
            IoWeight = said.IoWeight ?? spec.IoWeight,
            IoThrottles = said.IoThrottles.Count > 0 ? said.IoThrottles : spec.IoThrottles,
            Devices = said.Devices ?? spec.Devices ?? RuntimeSpecDefaults.DeviceRules,
        };
    }

    public static CgroupLimits Of(ResourcesSpec? resources) => resources is null ? new CgroupLimits() : new CgroupLimits
    {
        Cpus = resources.Cpu?.Quota is { } quota ? quota <= 0 ? 0 : (double)quota / (resources.Cpu.Period is > 0 and { } period ? (long)period : DefaultPeriod) : null,
        CpuPeriodMicroseconds = resources.Cpu?.Period is > 0 and { } window ? (long)window : null,
        CpuShares = (long?)resources.Cpu?.Shares,
        CpusetCpus = resources.Cpu?.Cpus,
        CpusetMems = resources.Cpu?.Mems,
        Memory = resources.Memory?.Limit,
        MemoryAndSwap = resources.Memory?.Swap,
        MemoryReservation = resources.Memory?.Reservation,
        CheckBeforeUpdate = resources.Memory?.CheckBeforeUpdate ?? true,
        Pids = resources.Pids?.Limit,
        IoWeight = resources.BlockIO?.Weight,
        IoThrottles = Throttles(resources.BlockIO),
        Devices = resources.Devices is { Count: > 0 } rules ? [.. rules.Select(Rule)] : null,
    };

    private static IReadOnlyList<IoThrottle> Throttles(BlockIoSpec? io)
    {
        var byDevice = new SortedDictionary<(long, long), IoThrottle>();
        Add(io?.ThrottleReadBpsDevice, (throttle, rate) => throttle with { ReadBytesPerSecond = rate });
        Add(io?.ThrottleWriteBpsDevice, (throttle, rate) => throttle with { WriteBytesPerSecond = rate });
        Add(io?.ThrottleReadIOPSDevice, (throttle, rate) => throttle with { ReadOperationsPerSecond = rate });
        Add(io?.ThrottleWriteIOPSDevice, (throttle, rate) => throttle with { WriteOperationsPerSecond = rate });
        return [.. byDevice.Values];

        void Add(IReadOnlyList<ThrottleSpec>? list, Func<IoThrottle, long, IoThrottle> with)
        {
            foreach (ThrottleSpec limit in list ?? [])
            {
                IoThrottle before = byDevice.GetValueOrDefault((limit.Major, limit.Minor), new IoThrottle((uint)limit.Major, (uint)limit.Minor));
                byDevice[(limit.Major, limit.Minor)] = with(before, (long)Math.Min(limit.Rate, long.MaxValue));
            }
        }
    }

    /// <summary>A type or access that is left out means all of them (config-linux.md, "Allowed Device list").</summary>
    private static DeviceRule Rule(DeviceRuleSpec rule) => new(
        rule.Allow,
        rule.Type switch { "c" or "u" => DeviceKind.Character, "b" => DeviceKind.Block, _ => DeviceKind.All },
        rule.Major is >= 0 and { } major ? (uint)major : null,
        rule.Minor is >= 0 and { } minor ? (uint)minor : null,
        string.IsNullOrEmpty(rule.Access) ? DeviceAccess.All : Letters(rule.Access));

    private static DeviceAccess Letters(string letters) =>
        (letters.Contains('r') ? DeviceAccess.Read : 0) | (letters.Contains('w') ? DeviceAccess.Write : 0) | (letters.Contains('m') ? DeviceAccess.Mknod : 0);
}
