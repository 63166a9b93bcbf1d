using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fleet.Linux.Files;

namespace Fleet.Linux.Network;

/// <summary>
/// TCP ports that somebody listens on in the network namespace of the calling thread (sock_diag(7)). Reading /proc/net/tcp tells the
/// same, but makes the kernel walk through its table of all connections, which takes milliseconds even where there are none.
/// </summary>
public static unsafe class ListeningPorts
{
    private const int NetlinkRaw = 3 /* SOCK_RAW */ | 0x80000 /* SOCK_CLOEXEC */, Netlink = 16 /* AF_NETLINK */, SockDiag = 4 /* NETLINK_SOCK_DIAG */;
    private const ushort SockDiagByFamily = 20, Request = 1, Dump = 0x300, Error = 2, Done = 3;
    private const byte TcpProtocol = 6 /* IPPROTO_TCP */;
    private const uint Listening = 1 << 10;     // TCP_LISTEN of net/tcp_states.h

    // struct nlmsghdr and, after it, struct inet_diag_req_v2 (56 bytes) or struct inet_diag_msg.
    private const int HeaderSize = 16, RequestSize = HeaderSize + 56, PortOffset = HeaderSize + 4;

    /// <param name="family">AF_INET (2) or AF_INET6 (10).</param>
    /// <returns>Null where the kernel does not answer this question (no tcp_diag).</returns>
    public static IReadOnlyList<int>? Tcp(byte family)
    {
        int opened = Socket(Netlink, NetlinkRaw, SockDiag);
        if (opened < 0) return null;
        using var socket = new OwnedFd(opened);
        byte* request = stackalloc byte[RequestSize];
        new Span<byte>(request, RequestSize).Clear();
        *(uint*)request = RequestSize;
        *(ushort*)(request + 4) = SockDiagByFamily;
        *(ushort*)(request + 6) = Request | Dump;
        request[HeaderSize] = family;
        request[HeaderSize + 1] = TcpProtocol;
        *(uint*)(request + HeaderSize + 4) = Listening;
        return Send(opened, request, RequestSize, 0) == RequestSize ? Answers(opened) : null;
    }

    private static List<int>? Answers(int socket)
    {
        var ports = new List<int>();
        byte[] buffer = new byte[32 * 1024];
        while (true)
        {
            nint length;
            fixed (byte* at = buffer) length = Receive(socket, at, buffer.Length, 0);
            if (length <= 0) return null;
            for (var rest = buffer.AsSpan(0, (int)length); rest.Length >= HeaderSize;)
            {
                int size = (int)MemoryMarshal.Read<uint>(rest);
                ushort type = MemoryMarshal.Read<ushort>(rest[4..]);
                if (type == Done) return ports;
                if (type == Error || size < HeaderSize) return null;
                if (type == SockDiagByFamily) ports.Add(BinaryPrimitives.ReadUInt16BigEndian(rest[PortOffset..]));
                rest = rest[Math.Min(rest.Length, (size + 3) & ~3)..];
            }
        }
    }

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int Socket(int domain, int type, int protocol);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    private static extern nint Send(int socket, byte* buffer, nint length, int flags);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static extern nint Receive(int socket, byte* buffer, nint length, int flags);
}
