using System.Net.Sockets;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Tests.Support;

/// <summary>A client of the socket, one call after the other; as little code as a test can do with.</summary>
internal sealed class ShimClient : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private ushort _number;

    private ShimClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 120_000 };     // a test that hangs has failed
    }

    internal ShimState Greeting { get; private set; } = null!;

    internal static ShimClient Connect(string folder, bool agent)
    {
        // Through the folder's descriptor: its path may be longer than a socket's name.
        using var handle = new Fleet.Linux.Files.OwnedFd((int)Fleet.Linux.Processes.KernelFile.Open(folder, 0));
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint($"{handle.ProcPath}/{ShimFolder.Socket}"));
        var client = new ShimClient(socket);
        (FrameHead head, byte[] payload) = client.Ask(FrameKind.Hello, new HelloMessage(1, 1, agent).Write);
        Assert.Equal(FrameKind.Welcome, head.Kind);
        var reader = new WireReader(payload);
        client.Greeting = WelcomeMessage.Read(ref reader).State;
        return client;
    }

    internal FailedMessage? Start() => Failed(Ask(FrameKind.Start, static _ => { }));

    internal FailedMessage? Signal(int signal, string execId = "") => Failed(Ask(FrameKind.Signal, new SignalMessage(signal, execId).Write));

    internal FailedMessage? Attach(bool stdin = true) => Failed(Ask(FrameKind.Attach, new AttachMessage(stdin, true, true).Write));

    internal FailedMessage? Exec(string id, ProcessPlan process, bool detached = false) =>
        Failed(Ask(FrameKind.Exec, new ExecMessage(id, detached, process).Write));

    internal FailedMessage? Resize(ushort rows, ushort columns, string execId = "") =>
        Failed(Ask(FrameKind.Resize, new ResizeMessage(rows, columns, execId).Write));

    internal ExitRecord Wait()
    {
        (FrameHead head, byte[] payload) = Ask(FrameKind.Wait, static _ => { });
        Assert.Equal(FrameKind.Exited, head.Kind);
        var reader = new WireReader(payload);
        return ExitRecord.Read(ref reader);
    }

    internal void Input(ReadOnlySpan<byte> bytes) => _stream.Write(Frame.Of(FrameKind.Input, 0, bytes));

    internal (FrameHead Head, byte[] Payload) Ask(FrameKind kind, Action<WireWriter> write)
    {
        _stream.Write(Frame.Of(kind, ++_number, write));
        return Read();
    }

    internal (FrameHead Head, byte[] Payload) Read()
    {
        byte[] head = new byte[FrameHead.Size];
        _stream.ReadExactly(head);
        FrameHead frame = FrameHead.Read(head);
        byte[] payload = new byte[frame.Length];
        _stream.ReadExactly(payload);
        return (frame, payload);
    }

    internal ExitRecord FollowToExit(Stream output, Stream error)
    {
        byte[] payload = Follow(FrameKind.Exited, output, error);
        var reader = new WireReader(payload);
        return ExitRecord.Read(ref reader);
    }

    internal ExecExitedMessage FollowToExecExit(Stream output, Stream error)
    {
        byte[] payload = Follow(FrameKind.ExecExited, output, error);
        var reader = new WireReader(payload);
        return ExecExitedMessage.Read(ref reader);
    }

    internal long Lost { get; private set; }

    private byte[] Follow(FrameKind end, Stream output, Stream error)
    {
        while (true)
        {
            (FrameHead head, byte[] payload) = Read();
            if (head.Kind == end)
            {
                return payload;
            }

            if (head.Kind == FrameKind.OutputLost)
            {
                Lost += BitConverter.ToInt64(payload);
                continue;
            }

            Assert.Equal(FrameKind.Output, head.Kind);
            OutputMessage piece = OutputMessage.Read(payload);
            (piece.Stream == StreamKind.Stderr ? error : output).Write(piece.Bytes);
        }
    }

    private static FailedMessage? Failed((FrameHead Head, byte[] Payload) answer)
    {
        if (answer.Head.Kind is FrameKind.Done or FrameKind.ExecStarted)
        {
            return null;
        }

        Assert.Equal(FrameKind.Failed, answer.Head.Kind);
        var reader = new WireReader(answer.Payload);
        return FailedMessage.Read(ref reader);
    }

    public void Dispose() => _stream.Dispose();
}
