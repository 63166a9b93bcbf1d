using System.Runtime.InteropServices;

namespace Fleet.Linux.Files;

/// <summary>The C library's entries that this folder uses. Flags and numbers that differ by CPU are in <see cref="OpenFlags"/>.</summary>
internal static unsafe class FileCalls
{
    private const string C = "libc";

    // statx(2), openat2(2) and the mount calls: variadic syscall(2) takes plain words on x86-64 and arm64 alike.
    [DllImport(C, EntryPoint = "syscall", SetLastError = true)]
    internal static extern nint Syscall(nint number, nint a, nint b = 0, nint c = 0, nint d = 0, nint e = 0);

    [DllImport(C, EntryPoint = "mkdirat", SetLastError = true)]
    internal static extern int MkdirAt(int dir, byte* name, uint mode);

    [DllImport(C, EntryPoint = "mknodat", SetLastError = true)]
    internal static extern int MknodAt(int dir, byte* name, uint mode, ulong device);

    [DllImport(C, EntryPoint = "symlinkat", SetLastError = true)]
    internal static extern int SymlinkAt(byte* target, int dir, byte* name);

    [DllImport(C, EntryPoint = "linkat", SetLastError = true)]
    internal static extern int LinkAt(int fromDir, byte* from, int toDir, byte* to, int flags);

    [DllImport(C, EntryPoint = "unlinkat", SetLastError = true)]
    internal static extern int UnlinkAt(int dir, byte* name, int flags);

    [DllImport(C, EntryPoint = "renameat2", SetLastError = true)]
    internal static extern int RenameAt2(int fromDir, byte* from, int toDir, byte* to, uint flags);

    [DllImport(C, EntryPoint = "readlinkat", SetLastError = true)]
    internal static extern nint ReadlinkAt(int dir, byte* name, byte* buffer, nuint size);

    [DllImport(C, EntryPoint = "statx", SetLastError = true)]
    internal static extern int Statx(int dir, byte* name, int flags, uint mask, byte* result);

    [DllImport(C, EntryPoint = "fchownat", SetLastError = true)]
    internal static extern int FchownAt(int dir, byte* name, uint uid, uint gid, int flags);

    [DllImport(C, EntryPoint = "fchmod", SetLastError = true)]
    internal static extern int Fchmod(int fd, uint mode);

    [DllImport(C, EntryPoint = "chmod", SetLastError = true)]
    internal static extern int Chmod(byte* path, uint mode);

    [DllImport(C, EntryPoint = "utimensat", SetLastError = true)]
    internal static extern int UtimensAt(int dir, byte* name, long* accessedModified, int flags);

    [DllImport(C, EntryPoint = "futimens", SetLastError = true)]
    internal static extern int Futimens(int fd, long* accessedModified);

    [DllImport(C, EntryPoint = "ftruncate", SetLastError = true)]
    internal static extern int Ftruncate(int fd, long length);

    [DllImport(C, EntryPoint = "write", SetLastError = true)]
    internal static extern nint Write(int fd, byte* data, nuint size);

    [DllImport(C, EntryPoint = "pwrite64", SetLastError = true)]
    internal static extern nint Pwrite(int fd, byte* data, nuint size, long offset);

    [DllImport(C, EntryPoint = "read", SetLastError = true)]
    internal static extern nint Read(int fd, byte* data, nuint size);

    [DllImport(C, EntryPoint = "copy_file_range", SetLastError = true)]
    internal static extern nint CopyFileRange(int from, long* fromOffset, int to, long* toOffset, nuint size, uint flags);

    [DllImport(C, EntryPoint = "lseek64", SetLastError = true)]
    internal static extern long Seek(int fd, long offset, int whence);

    [DllImport(C, EntryPoint = "ioctl", SetLastError = true)]
    internal static extern int Ioctl(int fd, nuint request, nint argument);

    [DllImport(C, EntryPoint = "fsync", SetLastError = true)]
    internal static extern int Fsync(int fd);

    [DllImport(C, EntryPoint = "syncfs", SetLastError = true)]
    internal static extern int Syncfs(int fd);

    [DllImport(C, EntryPoint = "fsetxattr", SetLastError = true)]
    internal static extern int FsetXattr(int fd, byte* name, byte* value, nuint size, int flags);

    [DllImport(C, EntryPoint = "setxattr", SetLastError = true)]
    internal static extern int SetXattr(byte* path, byte* name, byte* value, nuint size, int flags);

    [DllImport(C, EntryPoint = "getxattr", SetLastError = true)]
    internal static extern nint GetXattr(byte* path, byte* name, byte* value, nuint size);

    [DllImport(C, EntryPoint = "listxattr", SetLastError = true)]
    internal static extern nint ListXattr(byte* path, byte* list, nuint size);

    [DllImport(C, EntryPoint = "removexattr", SetLastError = true)]
    internal static extern int RemoveXattr(byte* path, byte* name);

    [DllImport(C, EntryPoint = "fstatfs64", SetLastError = true)]
    internal static extern int Fstatfs(int fd, byte* result);

    [DllImport(C, EntryPoint = "flock", SetLastError = true)]
    internal static extern int Flock(int fd, int operation);
}
