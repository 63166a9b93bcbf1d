using Fleet.Model;

namespace Fleet.Protocol.Mapping;

internal static class NamespaceMapping
{
    public static Wire.Namespaces? ToWire(this NamespaceChoices spaces)
    {
        if (spaces == new NamespaceChoices()) return null;
        var wire = new Wire.Namespaces
        {
            Network = ToWire(spaces.Network),
            Pid = ToWire(spaces.Pid),
            Ipc = ToWire(spaces.Ipc),
            Uts = ToWire(spaces.Uts),
            Cgroup = ToWire(spaces.Cgroup),
            IpcSharing = (Wire.IpcSharing)spaces.IpcSharing,
        };
        if (spaces.Time is { } time)
        {
            wire.MonotonicOffsetTicks = time.Monotonic.Ticks;
            wire.BoottimeOffsetTicks = time.Boottime.Ticks;
        }
        return wire;
    }

    public static NamespaceChoices ToModel(this Wire.Namespaces? wire) => wire is null ? new NamespaceChoices() : new NamespaceChoices
    {
        Network = ToModel(wire.Network),
        Pid = ToModel(wire.Pid),
        Ipc = ToModel(wire.Ipc),
        Uts = ToModel(wire.Uts),
        Cgroup = ToModel(wire.Cgroup),
        IpcSharing = (IpcSharing)wire.IpcSharing,
        Time = wire.HasMonotonicOffsetTicks || wire.HasBoottimeOffsetTicks
            ? new TimeOffsets(TimeSpan.FromTicks(wire.MonotonicOffsetTicks), TimeSpan.FromTicks(wire.BoottimeOffsetTicks)) : null,
    };

    private static Wire.NamespaceChoice? ToWire(NamespaceChoice choice) =>
        choice == NamespaceChoice.Own ? null : new Wire.NamespaceChoice { Origin = (Wire.NamespaceOrigin)choice.Origin, Of = choice.Of };

    private static NamespaceChoice ToModel(Wire.NamespaceChoice? wire) =>
        wire is null ? NamespaceChoice.Own : new NamespaceChoice((NamespaceOrigin)wire.Origin, wire.Of);
}
