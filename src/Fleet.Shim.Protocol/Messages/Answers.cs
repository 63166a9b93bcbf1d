using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>The version both will speak, and where the container stands.</summary>
public sealed record WelcomeMessage(ushort Version, ShimState State)
{
    public void Write(WireWriter to)
    {
        to.UInt16(Version);
        State.Write(to);
    }

    public static WelcomeMessage Read(ref WireReader from) => new(from.UInt16(), ShimState.Read(ref from));
}

/// <summary>Why a request was not done: an exit code as docker's, an errno or 0, and words for the user.</summary>
public sealed record FailedMessage(int Code, int Errno, string Text)
{
    /// <summary>The request makes no sense in this phase (<see cref="Text"/> says which).</summary>
    public const int NotRunning = 1;

    public void Write(WireWriter to)
    {
        to.Int32(Code);
        to.Int32(Errno);
        to.String(Text);
    }

    public static FailedMessage Read(ref WireReader from) => new(from.Int32(), from.Int32(), from.String());
}

/// <summary>How many bytes of each stream the container had written before the client was attached; all of them are in its log.</summary>
public sealed record AttachedMessage(long Stdout, long Stderr)
{
    public void Write(WireWriter to)
    {
        to.Int64(Stdout);
        to.Int64(Stderr);
    }

    public static AttachedMessage Read(ref WireReader from) => new(from.Int64(), from.Int64());
}

/// <summary>The process of an exec runs; <paramref name="Pid"/> as the host numbers it.</summary>
public sealed record ExecStartedMessage(int Pid)
{
    public void Write(WireWriter to) => to.Int32(Pid);

    public static ExecStartedMessage Read(ref WireReader from) => new(from.Int32());
}

/// <summary>The process of an exec ended; codes as in <see cref="ExitRecord"/>.</summary>
public sealed record ExecExitedMessage(string ExecId, int Code, int Signal)
{
    public void Write(WireWriter to)
    {
        to.String(ExecId);
        to.Int32(Code);
        to.Int32(Signal);
    }

    public static ExecExitedMessage Read(ref WireReader from) => new(from.String(), from.Int32(), from.Int32());
}

/// <summary>A piece of output; the bytes are a view of the frame.</summary>
public readonly ref struct OutputMessage(StreamKind stream, ReadOnlySpan<byte> bytes)
{
    public StreamKind Stream { get; } = stream;
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <exception cref="WireException">An empty payload.</exception>
    public static OutputMessage Read(ReadOnlySpan<byte> payload) =>
        payload.Length > 0 ? new((StreamKind)payload[0], payload[1..]) : throw new WireException("output without its stream");
}
