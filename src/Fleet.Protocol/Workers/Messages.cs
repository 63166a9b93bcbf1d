using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Workers;

// The rules of numbering, of full and of later chunks are in Contracts/worker.proto.

/// <summary>At the start of a session and whenever something changes; the latest holds. Repeated until acknowledged.</summary>
public sealed record ReportNode(long Number, NodeReport Report) : IFleetMessage;

public sealed record ReportAck(long Number) : IFleetMessage;

/// <summary>What the node shall have. Chunks count from 1 in each session; one out of order is dropped.</summary>
/// <param name="Full">Part of the complete assignment at the start of a session, which ends with the one marked <paramref name="Last"/>.</param>
public sealed record AssignmentChunk(long Number, bool Full, bool First, bool Last) : IFleetMessage
{
    /// <summary>Job versions that were not yet sent in this session.</summary>
    public ImmutableArray<JobVersion> Versions { get; init; } = [];

    public ImmutableArray<Assignment> Assignments { get; init; } = [];

    /// <summary>Allocations that the node may forget.</summary>
    public ImmutableArray<AllocationId> Removed { get; init; } = [];
}

/// <summary>All chunks up to this number are applied.</summary>
public sealed record AssignmentAck(long Number) : IFleetMessage;

/// <summary>What the node has seen. Numbered and acknowledged as assignments are.</summary>
/// <param name="Full">Part of everything that the node still knows, at the start of a session.</param>
public sealed record FactsChunk(long Number, bool Full, bool First, bool Last, ImmutableArray<AllocationFact> Facts) : IFleetMessage;

/// <summary>All facts up to this number are persisted.</summary>
public sealed record FactsAck(long Number) : IFleetMessage;

/// <summary>Control asks a worker which digest a reference means: of an image it holds, else what the registry says.</summary>
public sealed record ResolveImage(long Number, string Reference) : IFleetMessage;

/// <param name="Digest">Empty when it was not found; then <paramref name="Error"/> says why.</param>
public sealed record ImageResolved(long Number, string Digest, string Error) : IFleetMessage;

/// <summary>A worker asks which nodes hold an image.</summary>
public sealed record FindImage(long Number, string Digest) : IFleetMessage;

/// <param name="HttpAddress">HOST:PORT.</param>
/// <param name="Token">A ticket for <see cref="Tickets.TicketPurpose.Image"/>.</param>
public sealed record ImageHolder(string Node, string HttpAddress, string Token);

public sealed record ImageHolders(long Number, string Digest, ImmutableArray<ImageHolder> Holders) : IFleetMessage;
