using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Clients;

/// <summary>A question; its <see cref="Number"/> is counted by the client and repeated in the answer or the <see cref="Problem"/>.</summary>
public interface IQuery : IFleetMessage
{
    long Number { get; }
}

/// <summary>What answers an <see cref="IQuery"/>.</summary>
public interface IQueryAnswer : IFleetMessage
{
    long Number { get; }
}

public sealed record ListJobs(long Number) : IQuery;

public sealed record JobList(long Number, ImmutableArray<JobView> Jobs) : IQueryAnswer;

public sealed record InspectJob(long Number, string Job) : IQuery;

/// <param name="History">All versions, oldest first.</param>
public sealed record JobDetails(long Number, JobView Job, ImmutableArray<JobVersion> History, ImmutableArray<AllocationView> Allocations)
    : IQueryAnswer;

/// <param name="Job">Empty: of all jobs.</param>
public sealed record ListAllocations(long Number, string Job) : IQuery;

public sealed record AllocationList(long Number, ImmutableArray<AllocationView> Allocations) : IQueryAnswer;

public sealed record ListNodes(long Number) : IQuery;

public sealed record NodeList(long Number, ImmutableArray<NodeView> Nodes) : IQueryAnswer;

/// <param name="Group">Empty: the job's only one.</param>
public sealed record GetResult(long Number, string Job, string Group, int Index) : IQuery;

/// <summary>The replica's last attempt; its fact holds exit code and result, if it has ended.</summary>
public sealed record TaskResult(long Number, AllocationView Allocation) : IQueryAnswer;

/// <param name="Allocation">Default: the node itself.</param>
/// <param name="Node">Used when there is no allocation.</param>
/// <param name="Purpose">One of <see cref="Tickets.TicketPurpose"/>.</param>
public sealed record GetTicket(long Number, AllocationId Allocation, string Node, string Purpose) : IQuery;

/// <param name="NodeAddress">HOST:PORT of the node's HTTP/2 server.</param>
/// <param name="ControlAddress">Where to go when the node is out of reach; empty without one.</param>
public sealed record TicketIssued(
    long Number, string Node, string NodeAddress, string ControlAddress, string Token, DateTimeOffset Expires) : IQueryAnswer;

public enum ProblemKind
{
    NotFound,

    /// <summary>More in flight than credits, or no scheduler just now: again after <see cref="Problem.RetryAfter"/>.</summary>
    Busy,

    Rejected,

    /// <summary>This control host does not know the message.</summary>
    Unsupported,
}

/// <summary>In place of the answer to the query of this number.</summary>
public sealed record Problem(long Number, ProblemKind Kind, string Message, TimeSpan RetryAfter) : IQueryAnswer;
