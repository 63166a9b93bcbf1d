using System.Net.Sockets;
using System.Text;

namespace Fleet.Linux.Systemd;

/// <summary>
/// A connection to systemd itself, by the socket that systemctl uses when root calls it: it is there on a machine without a D-Bus
/// daemon too, and needs neither a greeting nor a subscription. Everything it does not answer within half a minute has failed.
/// </summary>
internal sealed class SystemdBus : IDisposable
{
    public const string Address = "/run/systemd/private";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
    {
        ReceiveTimeout = (int)Patience.TotalMilliseconds, SendTimeout = (int)Patience.TotalMilliseconds,
    };

    private readonly List<BusMessage> _signals = [];
    private uint _serial;

    private SystemdBus()
    {
    }

    /// <exception cref="IOException">Nobody listens there, or we are not let in.</exception>
    public static SystemdBus Open(string address = Address)
    {
        var bus = new SystemdBus();
        try
        {
            bus._socket.Connect(new UnixDomainSocketEndPoint(address));
            bus.Authenticate();
            return bus;
        }
        catch (SocketException e)
        {
            bus.Dispose();
            throw new IOException($"cannot talk to systemd at {address}: {e.Message}", e);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    /// <summary>Calls a method and waits for its answer; signals that come before it are kept.</summary>
    /// <exception cref="SystemdException">The answer is an error.</exception>
    public BusMessage Call(string path, string face, string member, string signature, Action<BusWriter> arguments)
    {
        var body = new BusWriter();
        arguments(body);
        uint serial = ++_serial;
        Exchange(() => _socket.Send(BusMessage.Compose(serial, path, face, member, signature, body.ToArray())));
        while (true)
        {
            BusMessage message = Receive();
            if (message.Type == BusMessage.Signal)
            {
                _signals.Add(message);
            }
            else if (message.ReplyTo == serial)
            {
                return message.Type == BusMessage.Return ? message : throw new SystemdException(member, message.ErrorName, message.Body.Text());
            }
        }
    }

    /// <summary>Waits for a signal, which may have come already.</summary>
    public BusMessage WaitFor(Func<BusMessage, bool> wanted)
    {
        BusMessage? message = _signals.FirstOrDefault(wanted);
        while (message is null || message.Type != BusMessage.Signal || !wanted(message))
        {
            message = Receive();
        }

        return message;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>D-Bus specification, "Authentication Protocol": the kernel tells systemd who we are, we only have to say so too.</summary>
    private void Authenticate()
    {
        string uid = Convert.ToHexString(Encoding.ASCII.GetBytes("0"));     // nobody but root gets this far
        Exchange(() => _socket.Send(Encoding.ASCII.GetBytes($"\0AUTH EXTERNAL {uid}\r\n")));
        var line = new StringBuilder();
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal) && line.Length < 1024)
        {
            line.Append((char)ReadExactly(1)[0]);
        }

        if (!line.ToString().StartsWith("OK ", StringComparison.Ordinal))
        {
            throw new IOException($"systemd does not let us in: {line.ToString().Trim()}");
        }

        Exchange(() => _socket.Send("BEGIN\r\n"u8));
    }

    private BusMessage Receive()
    {
        byte[] start = ReadExactly(BusMessage.FixedBytes);
        return BusMessage.Parse([.. start, .. ReadExactly(BusMessage.Remaining(start))]);
    }

    private byte[] ReadExactly(int count)
    {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count;)
        {
            int read = Exchange(() => _socket.Receive(bytes, done, count - done, SocketFlags.None));
            done += read > 0 ? read : throw new IOException("systemd closed the connection");
        }

        return bytes;
    }

    private static int Exchange(Func<int> call)
    {
        try
        {
            return call();
        }
        catch (SocketException e)
        {
            throw new IOException($"systemd does not answer at {Address}: {e.Message}", e);
        }
    }
}
