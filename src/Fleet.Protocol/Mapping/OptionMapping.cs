using Fleet.Model;

namespace Fleet.Protocol.Mapping;

/// <summary>The less usual options of a container, its mounts and its limits.</summary>
internal static class OptionMapping
{
    public static void ToWire(ContainerSpec spec, Wire.ContainerSpec wire)
    {
        if (spec.Domainname is { } domain) wire.Domainname = domain;
        if (spec.Seccomp is { } seccomp) wire.Seccomp = seccomp;
        if (spec.OomScoreAdjust is { } score) wire.OomScoreAdjust = score;
        wire.SharedMemoryBytes = spec.SharedMemoryBytes;
        wire.DeviceRules.Take(spec.DeviceRules);
        wire.Privileged = spec.Privileged;
        wire.Sysctls.Take(spec.Sysctls);
        wire.Init = spec.Init;
        wire.ExtraHosts.Take(spec.ExtraHosts, host => new Wire.HostEntry { Name = host.Name, Address = host.Address });
        wire.DnsServers.Take(spec.Dns.Servers);
        wire.DnsSearch.Take(spec.Dns.Search);
        wire.DnsOptions.Take(spec.Dns.Options);
        wire.NoLog = spec.NoLog;
    }

    public static ContainerSpec ToModel(Wire.ContainerSpec wire, ContainerSpec spec) => spec with
    {
        Domainname = wire.HasDomainname ? wire.Domainname : null,
        Seccomp = wire.HasSeccomp ? wire.Seccomp : null,
        OomScoreAdjust = wire.HasOomScoreAdjust ? wire.OomScoreAdjust : null,
        SharedMemoryBytes = wire.SharedMemoryBytes,
        DeviceRules = [.. wire.DeviceRules],
        Privileged = wire.Privileged,
        Sysctls = wire.Sysctls.ToModel(),
        Init = wire.Init,
        ExtraHosts = wire.ExtraHosts.ToModel(host => new HostEntry(host.Name, host.Address)),
        Dns = new DnsSettings { Servers = [.. wire.DnsServers], Search = [.. wire.DnsSearch], Options = [.. wire.DnsOptions] },
        NoLog = wire.NoLog,
    };

    public static Wire.Mount ToWire(MountSpec mount, Wire.Mount wire)
    {
        if (mount.TmpfsMode is { } mode) wire.TmpfsMode = mode;
        wire.TmpfsOptions = mount.TmpfsOptions;
        wire.MustExist = mount.MustExist;
        wire.Propagation = mount.Propagation;
        wire.Depth = (Wire.BindDepth)mount.Depth;
        return wire;
    }

    public static void ToWire(ContainerLimits limits, Wire.Limits wire)
    {
        if (limits.CpuPeriod is { } period) wire.CpuPeriod = period;
        if (limits.CpuQuota is { } quota) wire.CpuQuota = quota;
        if (limits.CpusetMems is { } mems) wire.CpusetMems = mems;
        if (limits.IoWeight is { } weight) wire.IoWeight = weight;
        wire.IoRates.Take(limits.IoRates, ToWire);
    }

    public static IoRate ToModel(Wire.IoRate wire) => new(wire.Device)
    {
        ReadBytes = wire.HasReadBytes ? wire.ReadBytes : null,
        WriteBytes = wire.HasWriteBytes ? wire.WriteBytes : null,
        ReadOperations = wire.HasReadOperations ? wire.ReadOperations : null,
        WriteOperations = wire.HasWriteOperations ? wire.WriteOperations : null,
    };

    private static Wire.IoRate ToWire(IoRate rate)
    {
        var wire = new Wire.IoRate { Device = rate.Device };
        if (rate.ReadBytes is { } readBytes) wire.ReadBytes = readBytes;
        if (rate.WriteBytes is { } writeBytes) wire.WriteBytes = writeBytes;
        if (rate.ReadOperations is { } reads) wire.ReadOperations = reads;
        if (rate.WriteOperations is { } writes) wire.WriteOperations = writes;
        return wire;
    }
}
