using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class ContainerMapping
{
    public static Wire.ContainerSpec ToWire(this ContainerSpec spec)
    {
        var wire = new Wire.ContainerSpec
        {
            Image = spec.Image,
            Limits = spec.Limits.ToWire(),
            ReadOnlyRootfs = spec.ReadOnlyRootfs,
            Network = (Wire.NetworkMode)spec.Network,
            UserNamespace = (Wire.UserNamespaceMode)spec.UserNamespace,
            UserNamespaceUid = spec.UserNamespaceUid,
            Namespaces = spec.Namespaces.ToWire(),
            NoNewPrivileges = spec.NoNewPrivileges,
            StopGraceTicks = spec.StopGracePeriod.Ticks,
            OpenStdin = spec.OpenStdin,
            Terminal = spec.Terminal,
            LogMaxBytes = spec.LogMaxBytes,
            LogMaxFiles = spec.LogMaxFiles,
        };
        if (spec.Entrypoint is { } entrypoint)
        {
            wire.Entrypoint = new Wire.OptionalList();
            wire.Entrypoint.Items.Take(entrypoint);
        }
        if (spec.User is { } user) wire.User = user;
        if (spec.WorkingDirectory is { } directory) wire.WorkingDirectory = directory;
        if (spec.Hostname is { } hostname) wire.Hostname = hostname;
        if (spec.StopSignal is { } signal) wire.StopSignal = signal;
        wire.Command.Take(spec.Command);
        wire.Environment.Take(spec.Environment);
        wire.AdditionalGroups.Take(spec.AdditionalGroups);
        wire.Mounts.Take(spec.Mounts, ToWire);
        wire.Ulimits.Take(spec.Ulimits, limit => new Wire.Ulimit { Name = limit.Name, Soft = limit.Soft, Hard = limit.Hard });
        wire.CapAdd.Take(spec.CapAdd);
        wire.CapDrop.Take(spec.CapDrop);
        wire.Devices.Take(spec.Devices);
        wire.Labels.Take(spec.Labels);
        OptionMapping.ToWire(spec, wire);
        return wire;
    }

    public static ContainerSpec ToModel(this Wire.ContainerSpec wire) => OptionMapping.ToModel(wire, new ContainerSpec
    {
        Image = wire.Image,
        Entrypoint = wire.Entrypoint is { } entrypoint ? [.. entrypoint.Items] : (ImmutableArray<string>?)null,
        Command = [.. wire.Command],
        Environment = wire.Environment.ToModel(),
        User = wire.HasUser ? wire.User : null,
        AdditionalGroups = [.. wire.AdditionalGroups],
        WorkingDirectory = wire.HasWorkingDirectory ? wire.WorkingDirectory : null,
        Hostname = wire.HasHostname ? wire.Hostname : null,
        Mounts = wire.Mounts.ToModel(ToModel),
        Limits = wire.Limits.ToModel(),
        Ulimits = wire.Ulimits.ToModel(limit => new Ulimit(limit.Name, limit.Soft, limit.Hard)),
        ReadOnlyRootfs = wire.ReadOnlyRootfs,
        Network = (NetworkMode)wire.Network,
        UserNamespace = (UserNamespaceMode)wire.UserNamespace,
        UserNamespaceUid = wire.UserNamespaceUid,
        Namespaces = wire.Namespaces.ToModel(),
        CapAdd = [.. wire.CapAdd],
        CapDrop = [.. wire.CapDrop],
        Devices = [.. wire.Devices],
        NoNewPrivileges = wire.NoNewPrivileges,
        StopSignal = wire.HasStopSignal ? wire.StopSignal : null,
        StopGracePeriod = wire.StopGraceTicks.ToSpan(),
        OpenStdin = wire.OpenStdin,
        Terminal = wire.Terminal,
        Labels = wire.Labels.ToModel(),
        LogMaxBytes = wire.LogMaxBytes,
        LogMaxFiles = wire.LogMaxFiles,
    });

    private static Wire.Mount ToWire(MountSpec mount)
    {
        var wire = OptionMapping.ToWire(mount, new Wire.Mount
        {
            Type = (Wire.MountType)mount.Type,
            Source = mount.Source,
            Target = mount.Target,
            ReadOnly = mount.ReadOnly,
            NoCopy = mount.NoCopy,
            TmpfsBytes = mount.TmpfsBytes,
        });
        if (mount.IdMapped is { } mapped) wire.IdMapped = mapped;
        return wire;
    }

    private static MountSpec ToModel(Wire.Mount wire) => new((MountType)wire.Type, wire.Source, wire.Target, wire.ReadOnly)
    {
        NoCopy = wire.NoCopy,
        TmpfsBytes = wire.TmpfsBytes,
        TmpfsMode = wire.HasTmpfsMode ? wire.TmpfsMode : null,
        TmpfsOptions = wire.TmpfsOptions,
        MustExist = wire.MustExist,
        Propagation = wire.Propagation,
        Depth = (BindDepth)wire.Depth,
        IdMapped = wire.HasIdMapped ? wire.IdMapped : null,
    };

    internal static Wire.Limits ToWire(this ContainerLimits limits)
    {
        var wire = new Wire.Limits();
        if (limits.MilliCpu is { } milliCpu) wire.MilliCpu = milliCpu;
        if (limits.CpuShares is { } shares) wire.CpuShares = shares;
        if (limits.CpusetCpus is { } cpuset) wire.CpusetCpus = cpuset;
        if (limits.MemoryBytes is { } memory) wire.MemoryBytes = memory;
        if (limits.MemorySwapBytes is { } swap) wire.MemorySwapBytes = swap;
        if (limits.MemoryReservationBytes is { } reservation) wire.MemoryReservationBytes = reservation;
        if (limits.Pids is { } pids) wire.Pids = pids;
        OptionMapping.ToWire(limits, wire);
        return wire;
    }

    internal static ContainerLimits ToModel(this Wire.Limits? wire) => wire is null ? new ContainerLimits() : new ContainerLimits
    {
        MilliCpu = wire.HasMilliCpu ? wire.MilliCpu : null,
        CpuShares = wire.HasCpuShares ? wire.CpuShares : null,
        CpusetCpus = wire.HasCpusetCpus ? wire.CpusetCpus : null,
        MemoryBytes = wire.HasMemoryBytes ? wire.MemoryBytes : null,
        MemorySwapBytes = wire.HasMemorySwapBytes ? wire.MemorySwapBytes : null,
        MemoryReservationBytes = wire.HasMemoryReservationBytes ? wire.MemoryReservationBytes : null,
        Pids = wire.HasPids ? wire.Pids : null,
        CpuPeriod = wire.HasCpuPeriod ? wire.CpuPeriod : null,
        CpuQuota = wire.HasCpuQuota ? wire.CpuQuota : null,
        CpusetMems = wire.HasCpusetMems ? wire.CpusetMems : null,
        IoWeight = wire.HasIoWeight ? wire.IoWeight : null,
        IoRates = wire.IoRates.ToModel(OptionMapping.ToModel),
    };
}
