using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Fleet.Linux.Systemd;

namespace Fleet.Linux.Tests.Systemd;

/// <summary>
/// A socket that speaks as systemd's own does, and answers each call with the messages it was given. It reads what we send by the
/// D-Bus specification alone, not with the code under test.
/// </summary>
internal sealed class FakeSystemd : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-test-bus-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<byte[], IEnumerable<byte[]>> _answer;
    private readonly string _word;

    public FakeSystemd(Func<byte[], IEnumerable<byte[]>> answer, string word = "OK 0123456789abcdef0123456789abcdef")
    {
        (_answer, _word) = (answer, word);
        _listener.Bind(new UnixDomainSocketEndPoint(Address));
        _listener.Listen();
        Served = Task.Run(Serve);
    }

    public string Address => Path.Combine(_folder, "private");

    public Task Served { get; }

    /// <summary>Every call as it came, header and body.</summary>
    public List<byte[]> Calls { get; } = [];

    /// <summary>A message from systemd to us.</summary>
    /// <param name="fields">Code, signature and value of header fields.</param>
    public static byte[] Message(byte type, IEnumerable<(byte Code, string Signature, object Value)> fields, Action<BusWriter> body)
    {
        var contents = new BusWriter();
        body(contents);
        var message = new BusWriter();
        foreach (byte value in new byte[] { (byte)'l', type, 0, 1 }) message.Byte(value);
        message.Number((uint)contents.Length);
        message.Number(77);
        message.Array(8, array =>
        {
            foreach (var (code, signature, value) in fields)
            {
                array.Align(8);
                array.Byte(code);
                array.Signature(signature);
                if (value is uint number) array.Number(number);
                else if (signature == "g") array.Signature((string)value);
                else array.Text((string)value);
            }
        });
        message.Align(8);
        return [.. message.ToArray(), .. contents.ToArray()];
    }

    public static byte[] Return(byte[] call, Action<BusWriter> body) => Message(2, [(5, "u", Serial(call)), (8, "g", "o")], body);

    public static byte[] Error(byte[] call, string name, string text) =>
        Message(3, [(5, "u", Serial(call)), (4, "s", name), (8, "g", "s")], body => body.Text(text));

    public static byte[] JobRemoved(string job, string result) => Message(
        4, [(1, "o", "/org/freedesktop/systemd1"), (2, "s", "org.freedesktop.systemd1.Manager"), (3, "s", "JobRemoved"), (8, "g", "uoss")], body =>
        {
            body.Number(4);
            body.Text(job);
            body.Text("fleet-containers.scope");
            body.Text(result);
        });

    public static uint Serial(byte[] call) => BinaryPrimitives.ReadUInt32LittleEndian(call.AsSpan(8));

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Serve()
    {
        using Socket client = _listener.Accept();
        using var stream = new NetworkStream(client);
        Assert.Equal("\0AUTH EXTERNAL 30\r\n", Line(stream));
        stream.Write(Encoding.ASCII.GetBytes(_word + "\r\n"));
        if (!_word.StartsWith("OK", StringComparison.Ordinal)) return;
        Assert.Equal("BEGIN\r\n", Line(stream));
        byte[] start = new byte[16];
        while (stream.ReadAtLeast(start, 16, throwOnEndOfStream: false) == 16)
        {
            int fields = (int)BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(12)), body = (int)BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(4));
            byte[] rest = new byte[(fields + 7) / 8 * 8 + body];
            stream.ReadExactly(rest);
            byte[] call = [.. start, .. rest];
            Calls.Add(call);
            foreach (byte[] message in _answer(call)) stream.Write(message);
        }
    }

    private static string Line(NetworkStream stream)
    {
        var line = new StringBuilder();
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal)) line.Append((char)stream.ReadByte());
        return line.ToString();
    }
}
