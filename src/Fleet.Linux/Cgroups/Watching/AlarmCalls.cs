using System.Runtime.InteropServices;

namespace Fleet.Linux.Cgroups.Watching;

/// <summary>The calls by which the kernel is heard: inotify(7), eventfd(2), poll(2). Their numbers are the same on x86-64 and arm64.</summary>
internal static unsafe class AlarmCalls
{
    public const int Modify = 2;            // IN_MODIFY (sys/inotify.h)
    public const int Ignored = 0x8000;      // IN_IGNORED: the file has gone, and the watch with it
    public const short In = 1;              // POLLIN
    public const int CloseOnExec = 0x80000, NonBlocking = 0x800;

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    [DllImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static extern int InotifyInit(int flags);

    [DllImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    public static extern int InotifyAdd(int fd, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mask);

    [DllImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static extern int InotifyRemove(int fd, int watch);

    [DllImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static extern int EventFd(uint start, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static extern int Poll(PollFd* fds, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int fd, byte* buffer, nuint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int fd, ulong* value, nuint count);
}
