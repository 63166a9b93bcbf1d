using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Linux.Files;

/// <summary>A file descriptor with an owner: closed exactly once, when its owner is disposed.</summary>
public sealed class OwnedFd : SafeHandleMinusOneIsInvalid
{
    public OwnedFd() : base(ownsHandle: true)
    {
    }

    public OwnedFd(int fd) : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, valid as long as this object is kept alive and undisposed.</summary>
    public int Number => (int)handle;

    /// <summary><c>/proc/self/fd/N</c>: a short path to what is open, whatever the length or later fate of its name.</summary>
    public string ProcPath => $"/proc/self/fd/{Number}";

    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int fd);
}
