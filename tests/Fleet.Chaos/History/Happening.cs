using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fleet.Chaos.Plan;
using Fleet.Model;

namespace Fleet.Chaos.History;

/// <summary>A line of the history.</summary>
/// <param name="At">Milliseconds of CLOCK_BOOTTIME, which every process on the machine shares.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "what")]
[JsonDerivedType(typeof(CallBegan), "call")]
[JsonDerivedType(typeof(CallEnded), "answer")]
[JsonDerivedType(typeof(ClientDied), "clientDied")]
[JsonDerivedType(typeof(FaultBegan), "fault")]
[JsonDerivedType(typeof(FaultEnded), "faultEnd")]
[JsonDerivedType(typeof(ShimKilled), "shimKilled")]
[JsonDerivedType(typeof(NodeSeen), "node")]
[JsonDerivedType(typeof(ClusterSeen), "cluster")]
[JsonDerivedType(typeof(TaskRan), "ran")]
[JsonDerivedType(typeof(Converged), "converged")]
internal abstract record Happening(long At);

internal enum CallKind
{
    Submit,
    Scale,
    Stop,
    List,
}

internal enum CallOutcome
{
    Accepted,
    Rejected,
    NotFound,
    Busy,
    Unreachable,

    /// <summary>An exception that the client's contract does not name.</summary>
    Untyped,
}

/// <param name="Number">Of the client; a call that is said again after its client was killed has the same request, another number.</param>
/// <param name="Request">The request id.</param>
/// <param name="Type">Of a submitted job.</param>
/// <param name="Replicas">Wanted after it.</param>
/// <param name="Careful">Of a submitted batch job: it is not replaced while its node is away.</param>
internal sealed record CallBegan(
    long At, string Client, int Number, CallKind Kind, string Job, string Request, TaskType Type, int Replicas, bool Careful) : Happening(At);

internal sealed record CallEnded(long At, string Client, int Number, CallOutcome Outcome, string Message) : Happening(At);

/// <summary>Calls of it that are open will never be answered to anybody.</summary>
internal sealed record ClientDied(long At, string Client) : Happening(At);

/// <param name="On">The node or client that it befell.</param>
internal sealed record FaultBegan(long At, int Round, FaultKind Kind, FaultTarget Target, string On) : Happening(At);

internal sealed record FaultEnded(long At, int Round, FaultKind Kind, FaultTarget Target, string On) : Happening(At);

internal sealed record ShimKilled(long At, string Node, string Allocation) : Happening(At);

/// <summary>A node as its own agent tells it.</summary>
/// <param name="AgentPid">0: no agent runs.</param>
/// <param name="SchedulerEpoch">0: the scheduler is elsewhere.</param>
internal sealed record NodeSeen(long At, string Node, int AgentPid, long SchedulerEpoch, ImmutableArray<SeenContainer> Containers) : Happening(At);

internal sealed record SeenContainer(string Allocation, string Name, Phase Phase, int? ExitCode, string Message);

/// <summary>The cluster as the scheduler tells it.</summary>
/// <param name="Quiet">No call was open, no fault on, and all had converged.</param>
internal sealed record ClusterSeen(
    long At, bool Quiet, ImmutableArray<SeenJob> Jobs, ImmutableArray<SeenNode> Nodes, ImmutableArray<SeenAllocation> Allocations) : Happening(At);

internal sealed record SeenJob(string Name, TaskType Type, JobState State, long Version, int Wanted, int Pending, int Running, int Complete, int Failed);

internal sealed record SeenNode(string Name, bool Ready);

internal sealed record SeenAllocation(string Id, string Name, string Node, int Attempt, long Epoch, Phase Phase, int? ExitCode);

/// <summary>A task's own words: it was running from <see cref="Happening.At"/> until <see cref="Until"/>, without a pause of more than two beats.</summary>
/// <param name="Name">JOB.GROUP.INDEX.</param>
/// <param name="Starts">1 where this piece begins with the program's start, 0 where it goes on after a pause.</param>
/// <param name="Done">It had done its work and was about to exit 0.</param>
/// <param name="Stopped">It was told to stop and obeyed.</param>
internal sealed record TaskRan(
    long At, long Until, string Allocation, string Name, int Attempt, string Node, int Starts, bool Done, bool Stopped) : Happening(At);

/// <param name="After">Milliseconds from the fault's end.</param>
/// <param name="Missing">What had not converged when nobody waited any longer; empty: all had.</param>
internal sealed record Converged(long At, int Round, long After, string Missing) : Happening(At);
