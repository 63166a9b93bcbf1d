using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

/// <summary>What may happen to the scheduler. Inputs of a session other than the node's latest are ignored.</summary>
public abstract record SchedulerInput;

/// <summary>Recovery is over. Leads to <see cref="IncarnationStarted"/>; before it, every other input is an error.</summary>
/// <param name="AtLeastEpoch">An epoch that is known to have been used elsewhere (in a replicated log); 0 when there is none.</param>
public sealed record Begin(long AtLeastEpoch = 0) : SchedulerInput;

/// <summary>Time passed; due at the latest at <see cref="SchedulerMachine.NextWake"/>.</summary>
public sealed record Tick : SchedulerInput
{
    public static readonly Tick Instance = new();
}

/// <summary>A command of a client, answered by exactly one <see cref="Reply"/>, at once or after images were resolved.</summary>
public abstract record Command(RequestKey Request) : SchedulerInput;

/// <summary>A validated job, defaults filled in; its images may still be names.</summary>
public sealed record SubmitJob(RequestKey Request, Job Job) : Command(Request);

public sealed record StopJob(RequestKey Request, string Job) : Command(Request);

/// <param name="Group">Empty: the only group of the job.</param>
public sealed record ScaleJob(RequestKey Request, string Job, string Group, int Replicas) : Command(Request);

/// <param name="Value">Null removes the operator's label, so that the node's own shows again.</param>
public sealed record LabelNode(RequestKey Request, string Node, string Key, string? Value) : Command(Request);

/// <summary>A node was welcomed and has said everything: its report and all parts of its whole facts.</summary>
/// <param name="Session">Larger than any earlier session of this incarnation.</param>
/// <param name="FactNumber">Of the last batch in <paramref name="Facts"/>, to be acknowledged.</param>
public sealed record SessionOpened(
    string Node, long Session, NodeReport Report, ImmutableArray<AllocationFact> Facts, long FactNumber) : SchedulerInput;

public sealed record NodeReportChanged(string Node, long Session, NodeReport Report) : SchedulerInput;

/// <summary>A heartbeat: the node lives, uses so much, and has taken in the assignments up to a number.</summary>
public sealed record NodeHeard(string Node, long Session, NodeUsage? Usage, long AssignmentNumber) : SchedulerInput;

/// <summary>The node missed a number and wants the whole again.</summary>
public sealed record WholeWanted(string Node, long Session) : SchedulerInput;

public sealed record FactsArrived(string Node, FactBatch Batch) : SchedulerInput;

/// <summary>The lease ran out.</summary>
/// <param name="LastHeard">On the scheduler's clock.</param>
public sealed record SessionLost(string Node, long Session, DateTimeOffset LastHeard) : SchedulerInput;

/// <summary>The node said goodbye; its containers stay.</summary>
public sealed record SessionClosed(string Node, long Session) : SchedulerInput;

/// <summary>A worker's answer to <see cref="ResolveImage"/>.</summary>
/// <param name="Digest">Null when it failed; then <paramref name="Error"/> says why.</param>
public sealed record ImageResolved(string Reference, string? Digest, string Error = "") : SchedulerInput;

/// <summary>Forget the records of ended allocations and of jobs that are over, however young.</summary>
public sealed record CollectRecords : SchedulerInput;
