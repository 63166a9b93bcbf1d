namespace Fleet.Linux.Namespaces;

/// <summary>CLONE_* of linux/sched.h, for clone3(2), unshare(2) and setns(2).</summary>
[Flags]
public enum CloneFlags : ulong
{
    None = 0,
    NewTime = 0x80,
    Files = 0x400,
    PidFd = 0x1000,
    NewNs = 0x20000,
    NewCgroup = 0x0200_0000,
    NewUts = 0x0400_0000,
    NewIpc = 0x0800_0000,
    NewUser = 0x1000_0000,
    NewPid = 0x2000_0000,
    NewNet = 0x4000_0000,
    IntoCgroup = 0x2_0000_0000,
}
