using System.Runtime.InteropServices;

namespace Fleet.Linux.Processes;

/// <summary>struct clone_args of linux/sched.h, version 2 (88 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CloneArgs
{
    internal ulong Flags;
    internal ulong PidFd;
    internal ulong ChildTid;
    internal ulong ParentTid;
    internal ulong ExitSignal;
    internal ulong Stack;
    internal ulong StackSize;
    internal ulong Tls;
    internal ulong SetTid;
    internal ulong SetTidSize;
    internal ulong Cgroup;
}
