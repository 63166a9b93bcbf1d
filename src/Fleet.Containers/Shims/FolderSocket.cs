using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Containers.Shims;

/// <summary>Connects to a unix socket in a folder whose path may be longer than the 107 bytes that unix(7) allows.</summary>
internal static class FolderSocket
{
    private const int OpenPath = 0x200000 /* O_PATH */ | 0x80000 /* O_CLOEXEC */;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="KernelException">The folder is not there.</exception>
    public static async Task<Socket> ConnectAsync(string folder, string name, CancellationToken cancel)
    {
        using OwnedFd at = new(KernelException.Check(Open(folder, OpenPath), "open", folder));
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{at.ProcPath}/{name}"), cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
