using System.Text;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Server;

/// <summary>The unix socket in the state folder: root's alone, by its mode and its folder's.</summary>
internal sealed unsafe class Listener : Source
{
    private const int Unix = 1, Stream = 1, CloseOnExec = 0x80000, NonBlocking = 0x800;
    private readonly Action<int> _accepted;
    private int _fd;

    private Listener(int fd, Action<int> accepted)
    {
        _fd = fd;
        _accepted = accepted;
    }

    internal override int Fd => _fd;

    internal override short Wanted => Readable;

    /// <summary>Binds by the short name: the shim's working folder is the state folder, however long its path.</summary>
    internal static Listener Open(Action<int> accepted)
    {
        DurableRecord.Delete(ShimFolder.Socket);
        int fd = (int)Raw.Check(Raw.Call(Nr.Socket, Unix, Stream | CloseOnExec | NonBlocking, 0), "make a socket for", ShimFolder.Socket);
        byte[] name = Encoding.ASCII.GetBytes(ShimFolder.Socket);
        byte* address = stackalloc byte[2 + 108]; // struct sockaddr_un
        new Span<byte>(address, 110).Clear();
        *(ushort*)address = Unix;
        name.CopyTo(new Span<byte>(address + 2, 107));
        Raw.Check(Raw.Call(Nr.Bind, fd, (long)address, 2 + name.Length + 1), "bind", ShimFolder.Socket);
        Raw.Check(Raw.Call(Nr.Listen, fd, 64), "listen on", ShimFolder.Socket);
        return new Listener(fd, accepted);
    }

    internal override void Ready(short events)
    {
        long accepted = Raw.Call(Nr.Accept4, _fd, 0, 0, CloseOnExec | NonBlocking);
        if (accepted >= 0)
        {
            _accepted((int)accepted);
        }
    }

    internal void Close()
    {
        DurableRecord.Delete(ShimFolder.Socket);
        Raw.Close(_fd);
        _fd = -1;
        IsClosed = true;
    }
}
