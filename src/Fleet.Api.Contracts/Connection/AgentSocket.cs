using System.Net.Sockets;

namespace Fleet.Api.Contracts.Connection;

/// <summary>
/// Unix sockets by paths of any length: the kernel takes 107 bytes (unix(7), sun_path), so a socket in a deep folder is named
/// through a descriptor of its folder, <c>/proc/self/fd/N/NAME</c>.
/// </summary>
public static class AgentSocket
{
    /// <summary>Runs <paramref name="use"/> with a short name for <paramref name="path"/>, which holds only within it.</summary>
    /// <exception cref="DirectoryNotFoundException">Its folder is not there.</exception>
    public static async Task<T> WithShortPathAsync<T>(string path, Func<string, Task<T>> use)
    {
        using var folder = FolderHandle.Open(Path.GetDirectoryName(path)!);
        return await use($"/proc/self/fd/{folder.Number}/{Path.GetFileName(path)}").ConfigureAwait(false);
    }

    /// <exception cref="SocketException">Nobody listens.</exception>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await WithShortPathAsync(path, async name =>
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(name), cancel).ConfigureAwait(false);
                return 0;
            }).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether somebody listens there.</summary>
    public static bool Answers(string path)
    {
        try
        {
            using var folder = FolderHandle.Open(Path.GetDirectoryName(path)!);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint($"/proc/self/fd/{folder.Number}/{Path.GetFileName(path)}"));
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
