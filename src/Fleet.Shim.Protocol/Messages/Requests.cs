using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Protocol;

/// <summary>The versions the client speaks, and whether it is the agent (whose every frame sets stop-after-silence back).</summary>
public sealed record HelloMessage(ushort LeastVersion, ushort MostVersion, bool Agent)
{
    /// <summary>The version this library speaks.</summary>
    public const ushort Version = 1;

    public static HelloMessage ByAgent { get; } = new(Version, Version, Agent: true);

    public void Write(WireWriter to)
    {
        to.UInt16(LeastVersion);
        to.UInt16(MostVersion);
        to.Bool(Agent);
    }

    public static HelloMessage Read(ref WireReader from) => new(from.UInt16(), from.UInt16(), from.Bool());
}

/// <summary>A signal by number, for the container's first process or, with <paramref name="ExecId"/>, for that of an exec.</summary>
public sealed record SignalMessage(int Signal, string ExecId = "")
{
    public void Write(WireWriter to)
    {
        to.Int32(Signal);
        to.String(ExecId);
    }

    public static SignalMessage Read(ref WireReader from) => new(from.Int32(), from.String());
}

/// <summary>
/// Follow the container's streams from now on. Attach before <see cref="FrameKind.Start"/> to miss nothing.
/// <paramref name="Stdin"/>: this client feeds the input, beside others that do.
/// </summary>
public sealed record AttachMessage(bool Stdin, bool Stdout, bool Stderr)
{
    public void Write(WireWriter to)
    {
        to.Bool(Stdin);
        to.Bool(Stdout);
        to.Bool(Stderr);
    }

    public static AttachMessage Read(ref WireReader from) => new(from.Bool(), from.Bool(), from.Bool());
}

/// <summary>One more process in the container, with its policy (cgroup, filter, namespaces). The id is the client's choice, unique while it runs.</summary>
/// <param name="Detached">Its output goes nowhere and the connection stays free for other things; ExecExited comes all the same.</param>
public sealed record ExecMessage(string ExecId, bool Detached, ProcessPlan Process)
{
    public void Write(WireWriter to)
    {
        to.String(ExecId);
        to.Bool(Detached);
        ProcessPlanFormat.Write(to, Process);
    }

    public static ExecMessage Read(ref WireReader from) => new(from.String(), from.Bool(), ProcessPlanFormat.Read(ref from));
}

/// <summary>The size of the terminal of the container or of an exec, in characters.</summary>
public sealed record ResizeMessage(ushort Rows, ushort Columns, string ExecId = "")
{
    public void Write(WireWriter to)
    {
        to.UInt16(Rows);
        to.UInt16(Columns);
        to.String(ExecId);
    }

    public static ResizeMessage Read(ref WireReader from) => new(from.UInt16(), from.UInt16(), from.String());
}
