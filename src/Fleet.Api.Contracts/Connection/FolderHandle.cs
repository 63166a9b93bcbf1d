using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Api.Contracts.Connection;

/// <summary>A descriptor of a folder that serves only to name things in it (open(2), O_PATH).</summary>
internal sealed class FolderHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    // asm-generic/fcntl.h; the same on x86-64 but for O_DIRECTORY, which arm64 numbers otherwise: so it is not used here.
    private const int OPath = 0x200000;
    private const int OCloseOnExec = 0x80000;

    private FolderHandle(int fd) : base(ownsHandle: true) => SetHandle(fd);

    public int Number => (int)handle;

    public static FolderHandle Open(string folder)
    {
        int fd = OpenFile(folder, OPath | OCloseOnExec);
        if (fd >= 0)
        {
            return new FolderHandle(fd);
        }

        int errno = Marshal.GetLastPInvokeError();
        throw errno switch
        {
            13 => new UnauthorizedAccessException($"open {folder}: permission denied"),
            _ => new DirectoryNotFoundException($"open {folder}: {Marshal.GetPInvokeErrorMessage(errno)}"),
        };
    }

    protected override bool ReleaseHandle() => CloseFile((int)handle) == 0;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseFile(int fd);
}
