using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>Why a container is no longer there.</summary>
public enum ExitReason : byte
{
    /// <summary>The program ran and ended by itself or by a signal.</summary>
    Ended = 1,

    /// <summary>It never ran: <see cref="ExitRecord.Error"/> says why, <see cref="ExitRecord.Code"/> is 125, 126 or 127.</summary>
    NotStarted = 2,

    /// <summary>Stopped by the shim, since the agent stayed silent longer than <see cref="DeadmanPlan"/> allows.</summary>
    AgentSilent = 3,
}

/// <summary>The end of a container as it was seen (waitid(2)); written, fsynced, renamed and its folder fsynced before anyone is told.</summary>
public sealed record ExitRecord
{
    private const uint Magic = 0x58464c46; // "FLFX"
    private const ushort Version = 1;

    public required string RunId { get; init; }
    public required ExitReason Reason { get; init; }

    /// <summary>0 to 255; 128 + <see cref="Signal"/> when a signal ended it; 125 to 127 when it never ran.</summary>
    public required int Code { get; init; }

    /// <summary>The signal that ended it, or 0.</summary>
    public int Signal { get; init; }

    /// <summary>The kernel killed a process of the container for lack of memory, and this end looks like it (SIGKILL, or code 137).</summary>
    public bool OomKilled { get; init; }

    /// <summary>Processes of the container that the kernel killed for lack of memory during this run.</summary>
    public long OomKills { get; init; }

    /// <summary>Nanoseconds since 1970 UTC; StartedAt is 0 when it never ran.</summary>
    public long StartedAt { get; init; }
    public long FinishedAt { get; init; }

    /// <summary>What failed, on what, why, and what to do; empty when the program ran.</summary>
    public string Error { get; init; } = "";

    /// <summary>Bytes of output that could not be written to the log (a full disk).</summary>
    public long LogBytesLost { get; init; }

    public byte[] ToBytes()
    {
        var to = new WireWriter();
        to.UInt32(Magic);
        to.UInt16(Version);
        Write(to);
        return to.ToArray();
    }

    /// <exception cref="WireException">Not an exit record of this version.</exception>
    public static ExitRecord FromBytes(ReadOnlySpan<byte> bytes)
    {
        var from = new WireReader(bytes);
        return from.UInt32() == Magic && from.UInt16() == Version ? Read(ref from) : throw new WireException("no exit record of this version");
    }

    public void Write(WireWriter to)
    {
        to.String(RunId);
        to.Byte((byte)Reason);
        to.Int32(Code);
        to.Int32(Signal);
        to.Bool(OomKilled);
        to.Int64(OomKills);
        to.Int64(StartedAt);
        to.Int64(FinishedAt);
        to.String(Error);
        to.Int64(LogBytesLost);
    }

    public static ExitRecord Read(ref WireReader from) => new()
    {
        RunId = from.String(),
        Reason = (ExitReason)from.Byte(),
        Code = from.Int32(),
        Signal = from.Int32(),
        OomKilled = from.Bool(),
        OomKills = from.Int64(),
        StartedAt = from.Int64(),
        FinishedAt = from.Int64(),
        Error = from.String(),
        LogBytesLost = from.Int64(),
    };
}
