using Fleet.Linux.Processes;

namespace Fleet.Linux.Namespaces;

/// <summary>A new network namespace has <c>lo</c>, but down (netdevice(7)).</summary>
public static unsafe class Loopback
{
    private const int Inet = 2, Datagram = 2, CloseOnExec = 0x80000;
    private const int SetFlags = 0x8914;              // SIOCSIFFLAGS
    private const short UpLoopbackRunning = 1 | 8 | 0x40;
    internal const int RequestSize = 40, FlagsOffset = 16; // struct ifreq of net/if.h

    /// <summary>Adds to a child's plan: raise <c>lo</c> of the namespace it is in.</summary>
    public static void Raise(CallList calls)
    {
        byte* request = calls.Memory.Bytes(RequestSize);
        request[0] = (byte)'l';
        request[1] = (byte)'o';
        *(short*)(request + FlagsOffset) = UpLoopbackRunning;
        long* socket = calls.Memory.Slot();
        calls.Step("bring up the loopback interface").Add(Nr.Socket, Inet, Datagram | CloseOnExec, 0).Into(socket);
        calls.Add(Nr.Ioctl, 0, SetFlags, (long)request).From(0, socket);
        calls.Add(Nr.Close).From(0, socket);
    }
}
