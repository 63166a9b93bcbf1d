using System.Runtime.InteropServices;
using Fleet.Linux.Files;
using Fleet.Linux.Processes;

namespace Fleet.Images.Tests.Support;

/// <summary>A tmpfs of a given size that is mounted nowhere: it lives as long as its descriptor.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly OwnedFd _mount;

    internal SmallDisk(string size)
    {
        Needs.Root();
        using var context = new OwnedFd(Check(syscall(Nr.Fsopen, "tmpfs", 1)));
        Check(syscall(Nr.Fsconfig, context.Number, 1, "size", size, 0));
        Check(syscall(Nr.Fsconfig, context.Number, 6, null, null, 0));
        _mount = new OwnedFd(Check(syscall(Nr.Fsmount, context.Number, 1, 0)));
    }

    internal string Path => _mount.ProcPath;

    public void Dispose() => _mount.Dispose();

    private static int Check(nint result) =>
        result >= 0 ? (int)result : throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, string name, nint flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint fd, nint command, string? key, string? value, nint extra);

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint fd, nint flags, nint attributes);
}
