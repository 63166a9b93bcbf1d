using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>How far a container has come; a phase is recorded when it was seen, never when it was asked for.</summary>
public enum ShimPhase : byte
{
    /// <summary>The shim works on it. If the shim is gone, nothing of the container is left (its processes die with the shim).</summary>
    Creating = 1,

    /// <summary>Everything stands; the process waits for <see cref="FrameKind.Start"/>.</summary>
    Created = 2,

    /// <summary>The program was executed.</summary>
    Running = 3,

    /// <summary>It ended, or never came to run; the exit record tells how.</summary>
    Exited = 4,
}

/// <summary>
/// What the folder's <see cref="ShimFolder.State"/> holds, replaced by a rename, so that it is whole whoever dies. It speaks of one boot
/// and is not flushed: a crash of the machine, which may lose it or leave it empty, has ended the container too. At the container's
/// end it stays as it is; the <see cref="ExitRecord"/> tells of that.
/// A process is named by pid and start time (field 22 of /proc/PID/stat, clock ticks since boot) of one boot
/// (/proc/sys/kernel/random/boot_id), so that a reused number or a reboot is never taken for it.
/// </summary>
public sealed record ShimState
{
    private const uint Magic = 0x53464c46; // "FLFS"
    private const ushort Version = 1;

    public required string RunId { get; init; }
    public required ShimPhase Phase { get; init; }
    public required string BootId { get; init; }
    public required int ShimPid { get; init; }
    public required ulong ShimStartTime { get; init; }

    /// <summary>The container's first process as the host numbers it; 0 before it exists.</summary>
    public int Pid { get; init; }
    public ulong PidStartTime { get; init; }

    /// <summary>Nanoseconds since 1970 UTC; 0 until then.</summary>
    public long CreatedAt { get; init; }
    public long StartedAt { get; init; }

    /// <summary>The process's numbers, once its names were looked up.</summary>
    public uint Uid { get; init; }
    public uint Gid { get; init; }

    public byte[] ToBytes()
    {
        var to = new WireWriter();
        to.UInt32(Magic);
        to.UInt16(Version);
        Write(to);
        return to.ToArray();
    }

    /// <exception cref="WireException">Not a state of this version.</exception>
    public static ShimState FromBytes(ReadOnlySpan<byte> bytes)
    {
        var from = new WireReader(bytes);
        return from.UInt32() == Magic && from.UInt16() == Version ? Read(ref from) : throw new WireException("no shim state of this version");
    }

    public void Write(WireWriter to)
    {
        to.String(RunId);
        to.Byte((byte)Phase);
        to.String(BootId);
        to.Int32(ShimPid);
        to.UInt64(ShimStartTime);
        to.Int32(Pid);
        to.UInt64(PidStartTime);
        to.Int64(CreatedAt);
        to.Int64(StartedAt);
        to.UInt32(Uid);
        to.UInt32(Gid);
    }

    public static ShimState Read(ref WireReader from) => new()
    {
        RunId = from.String(),
        Phase = (ShimPhase)from.Byte(),
        BootId = from.String(),
        ShimPid = from.Int32(),
        ShimStartTime = from.UInt64(),
        Pid = from.Int32(),
        PidStartTime = from.UInt64(),
        CreatedAt = from.Int64(),
        StartedAt = from.Int64(),
        Uid = from.UInt32(),
        Gid = from.UInt32(),
    };
}
