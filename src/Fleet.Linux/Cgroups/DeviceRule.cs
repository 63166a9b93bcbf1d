namespace Fleet.Linux.Cgroups;

/// <summary>What a rule speaks of: all devices, character devices, block devices.</summary>
public enum DeviceKind
{
    All,
    Character,
    Block,
}

/// <summary>The ways of access to a device (rwm: read, write, mknod).</summary>
[Flags]
public enum DeviceAccess
{
    None = 0,
    Mknod = 1,
    Read = 2,
    Write = 4,
    All = Mknod | Read | Write,
}

/// <summary>One line of the device list; a null number means any (runtime-spec, linux.resources.devices).</summary>
public sealed record DeviceRule(bool Allow, DeviceKind Kind, uint? Major, uint? Minor, DeviceAccess Access)
{
    /// <summary>The kernel's notation in v1's devices.allow: <c>c 1:3 rwm</c>, <c>b *:* m</c>; <c>a</c> for all devices in all ways.</summary>
    public override string ToString()
    {
        if (Kind == DeviceKind.All && Major is null && Minor is null && Access == DeviceAccess.All)
        {
            return "a";
        }

        char kind = Kind switch { DeviceKind.Character => 'c', DeviceKind.Block => 'b', _ => 'a' };
        return $"{kind} {Number(Major)}:{Number(Minor)} {Letters(Access)}";
    }

    private static string Number(uint? number) => number?.ToString() ?? "*";

    private static string Letters(DeviceAccess access) =>
        (access.HasFlag(DeviceAccess.Read) ? "r" : "")
        + (access.HasFlag(DeviceAccess.Write) ? "w" : "")
        + (access.HasFlag(DeviceAccess.Mknod) ? "m" : "");
}
