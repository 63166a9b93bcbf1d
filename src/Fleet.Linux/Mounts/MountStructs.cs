using System.Runtime.InteropServices;

namespace Fleet.Linux.Mounts;

/// <summary>struct mount_attr of linux/mount.h (32 bytes), for mount_setattr(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MountAttr
{
    public ulong Set;
    public ulong Clear;
    public ulong Propagation;
    public ulong UserNsFd;
}

/// <summary>struct open_how of linux/openat2.h (24 bytes), for openat2(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenHow
{
    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}
