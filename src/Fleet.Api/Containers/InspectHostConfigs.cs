using System.Collections.Immutable;
using System.Globalization;
using Fleet.Api.Contracts.Inspect;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Containers;

/// <summary>What was asked of the engine, in docker's words and units.</summary>
internal static class InspectHostConfigs
{
    private const long DefaultSharedMemory = 64 << 20;

    public static InspectHostConfig Of(ContainerInspection all)
    {
        var (spec, limits) = (all.Spec, all.Spec.Limits);
        return new InspectHostConfig
        {
            Binds = [.. spec.Mounts.Where(m => m.Type != MountType.Tmpfs && m.Source.Length > 0).Select(m => $"{m.Source}:{m.Target}{(m.ReadOnly ? ":ro" : "")}")],
            LogConfig = new InspectLogConfig(spec.NoLog ? "none" : "fleet", LogOptions(spec)),
            NetworkMode = InspectMapping.Lower(spec.Network),
            RestartPolicy = new InspectRestartPolicy(all.Restart.ToString().Split(':')[0], all.Restart.MaxRetries),
            AutoRemove = all.AutoRemove,
            CapAdd = spec.CapAdd,
            CapDrop = spec.CapDrop,
            Dns = spec.Dns.Servers,
            DnsOptions = spec.Dns.Options,
            DnsSearch = spec.Dns.Search,
            ExtraHosts = [.. spec.ExtraHosts.Select(host => $"{host.Name}:{host.Address}")],
            GroupAdd = spec.AdditionalGroups,
            Init = spec.Init,
            OomScoreAdj = spec.OomScoreAdjust ?? 0,
            Privileged = spec.Privileged,
            UsernsMode = InspectMapping.Lower(spec.UserNamespace),
            ReadonlyRootfs = spec.ReadOnlyRootfs,
            SecurityOpt = SecurityOptions(spec),
            ShmSize = spec.SharedMemoryBytes > 0 ? spec.SharedMemoryBytes : DefaultSharedMemory,
            Sysctls = spec.Sysctls,
            Tmpfs = spec.Mounts.Where(m => m.Type == MountType.Tmpfs).ToImmutableSortedDictionary(m => m.Target, TmpfsOptions),
            BlkioWeight = limits.IoWeight ?? 0,
            BlkioDeviceReadBps = Rates(limits, rate => rate.ReadBytes),
            BlkioDeviceWriteBps = Rates(limits, rate => rate.WriteBytes),
            BlkioDeviceReadIOps = Rates(limits, rate => rate.ReadOperations),
            BlkioDeviceWriteIOps = Rates(limits, rate => rate.WriteOperations),
            CpuShares = limits.CpuShares ?? 0,
            CpuPeriod = limits.CpuPeriod ?? 0,
            CpuQuota = limits.CpuQuota ?? 0,
            Memory = Math.Max(0, limits.MemoryBytes ?? 0),
            NanoCpus = (limits.MilliCpu ?? 0) * 1_000_000,
            CpusetCpus = limits.CpusetCpus ?? "",
            CpusetMems = limits.CpusetMems ?? "",
            MemoryReservation = limits.MemoryReservationBytes ?? 0,
            MemorySwap = limits.MemorySwapBytes ?? 0,
            PidsLimit = limits.Pids is > 0 and var pids ? pids : null,
            Ulimits = [.. spec.Ulimits.Select(u => new InspectUlimit(u.Name, u.Hard, u.Soft))],
            Devices = [.. spec.Devices.Select(Device)],
            DeviceCgroupRules = spec.DeviceRules,
            MaskedPaths = [.. all.Facts.MaskedPaths],
            ReadonlyPaths = [.. all.Facts.ReadOnlyPaths],
        };
    }

    private static ImmutableArray<string> SecurityOptions(ContainerSpec spec)
    {
        ImmutableArray<string> options = spec.NoNewPrivileges ? ["no-new-privileges"] : [];
        return spec.Seccomp is { } profile ? options.Add($"seccomp={profile}") : options;
    }

    private static ImmutableSortedDictionary<string, string> LogOptions(ContainerSpec spec)
    {
        var options = ImmutableSortedDictionary<string, string>.Empty;
        if (spec.LogMaxBytes > 0)
        {
            options = options.Add("max-size", Text(spec.LogMaxBytes));
        }

        return spec.LogMaxFiles > 0 ? options.Add("max-file", Text(spec.LogMaxFiles)) : options;
    }

    private static string TmpfsOptions(MountSpec mount)
    {
        string[] options =
        [
            mount.TmpfsOptions, mount.TmpfsBytes > 0 ? $"size={Text(mount.TmpfsBytes)}" : "", mount.TmpfsMode is { } mode ? $"mode={Convert.ToString(mode, 8)}" : "",
            mount.ReadOnly ? "ro" : "",
        ];
        return string.Join(',', options.Where(option => option.Length > 0));
    }

    private static ImmutableArray<InspectRate> Rates(ContainerLimits limits, Func<IoRate, long?> of) =>
        [.. limits.IoRates.Where(rate => of(rate) is not null).Select(rate => new InspectRate(rate.Device, of(rate)!.Value))];

    /// <summary>HOST[:CONTAINER[:rwm]].</summary>
    private static InspectDevice Device(string text)
    {
        string[] parts = text.Split(':');
        return new InspectDevice(parts[0], parts.Length > 1 ? parts[1] : parts[0], parts.Length > 2 ? parts[2] : "rwm");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
