using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

internal static class MountFormat
{
    internal static void Write(WireWriter to, MountPlan mount)
    {
        to.String(mount.Type);
        to.String(mount.Source);
        to.String(mount.Target);
        to.UInt32(mount.Flags);
        to.String(mount.Data);
        to.String(mount.WorkingFolder);
        to.Bool(mount.RecursiveFlags);
        to.UInt32(mount.Propagation);
        to.Bool(mount.IdMapped);
        to.Bool(mount.CreateTarget);
    }

    internal static MountPlan ReadMount(ref WireReader from) => new(from.String(), from.String(), from.String())
    {
        Flags = from.UInt32(),
        Data = from.String(),
        WorkingFolder = from.String(),
        RecursiveFlags = from.Bool(),
        Propagation = from.UInt32(),
        IdMapped = from.Bool(),
        CreateTarget = from.Bool(),
    };

    internal static void Write(WireWriter to, DevicePlan device)
    {
        to.String(device.Path);
        to.UInt16(device.Type);
        to.UInt32(device.Major);
        to.UInt32(device.Minor);
        to.UInt16(device.Mode);
        to.UInt32(device.Uid);
        to.UInt32(device.Gid);
        to.String(device.HostPath);
    }

    internal static DevicePlan ReadDevice(ref WireReader from) =>
        new(from.String(), (char)from.UInt16(), from.UInt32(), from.UInt32(), from.UInt16(), from.UInt32(), from.UInt32())
        {
            HostPath = from.String(),
        };
}
