using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>One allocation. A struct in one large array: a million of them as objects would hold up the garbage collector.</summary>
internal struct AllocationRow
{
    public const int NoExitCode = int.MinValue;

    public ulong Serial;
    public GroupRecord Group;
    public int Index, Attempt;

    /// <summary>Row of the node, and where in its list of live allocations this one stands.</summary>
    public int Node, PositionOnNode;

    /// <summary>Number of the job's version it was started with.</summary>
    public long Version;

    /// <summary>What it takes of the node: of its own version, which may differ from the group's present one.</summary>
    public Resources Needs;

    /// <summary>Never default.</summary>
    public ImmutableArray<AssignedPort> Ports;

    /// <summary>That it keeps its data in, of its own version too; never default.</summary>
    public ImmutableArray<string> Volumes;

    public string Reason;
    public StopCause Stop;

    /// <summary>Its end was not seen yet.</summary>
    public bool Live;

    /// <summary>Its node has not been heard for longer than the job allows.</summary>
    public bool Lost;

    /// <summary>It is among its group's <see cref="GroupRecord.Siblings"/>.</summary>
    public bool Counted;

    public DateTimeOffset PlacedAt;

    /// <summary>When the scheduler learned that it runs (its own clock); null until then.</summary>
    public DateTimeOffset? UpAt;

    // As the node said last. While it is live only StartedAt is persisted.
    public Phase Phase;
    public int Pid;
    public string Message;
    public DateTimeOffset? StartedAt, FinishedAt;
    public int ExitCode;
    public bool OomKilled;
    public ImmutableArray<byte> Result;

    public Outcome Outcome;

    /// <summary>Slot of the one that ended before it, of the same replica; -1 at the end of the chain.</summary>
    public int NextEnded;

    public readonly AllocationId Id => new(Serial);

    public readonly AllocationFact Fact() => new()
    {
        Id = Id,
        Phase = Phase,
        Pid = Phase is Phase.Running or Phase.Paused ? Pid : 0,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        ExitCode = ExitCode == NoExitCode ? null : ExitCode,
        OomKilled = OomKilled,
        Message = Message,
        Result = Result.IsDefault ? [] : Result,
    };

    public void See(AllocationFact fact)
    {
        (Phase, Pid, Message, OomKilled) = (fact.Phase, fact.Pid, fact.Message, fact.OomKilled);
        StartedAt = fact.StartedAt ?? StartedAt;
        FinishedAt = fact.FinishedAt;
        ExitCode = fact.ExitCode ?? NoExitCode;
        Result = fact.Result;
    }
}
