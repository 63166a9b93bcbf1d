using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Workers;

// The rules of numbering, of full and of later chunks are in Contracts/worker.proto.

/// <summary>At the start of a session and whenever something changes; the latest holds. Repeated until acknowledged.</summary>
public sealed record ReportNode(long Number, NodeReport Report) : IFleetMessage;

public sealed record ReportAck(long Number) : IFleetMessage;

/// <summary>What the node shall have: the whole at the start of a session, increments after.</summary>
public sealed record Assign(AssignmentSet Set) : IFleetMessage;

/// <summary>Assignments up to this number are taken in.</summary>
public sealed record AssignmentAck(long Session, long Number) : IFleetMessage;

/// <summary>A number is missing: say everything again.</summary>
public sealed record WholeWanted(long Session) : IFleetMessage;

/// <summary>What the node has seen; repeated until acknowledged.</summary>
public sealed record Facts(FactBatch Batch) : IFleetMessage;

/// <summary>What facts up to this number led to is persisted.</summary>
public sealed record FactsAck(long Session, long Number) : IFleetMessage;

/// <summary>Control asks a worker which digest a reference means: of an image it holds, else what the registry says.</summary>
public sealed record ResolveImage(long Number, string Reference) : IFleetMessage;

/// <param name="Digest">Empty when it was not found; then <paramref name="Error"/> says why.</param>
public sealed record ImageResolved(long Number, string Digest, string Error) : IFleetMessage;

/// <summary>A worker asks which nodes hold an image.</summary>
public sealed record FindImage(long Number, string Digest) : IFleetMessage;

/// <summary>With tickets for <see cref="Tickets.TicketPurpose.Image"/>; the latest to import it first.</summary>
public sealed record ImageHolders(long Number, string Digest, ImmutableArray<ImageHolder> Holders) : IFleetMessage;
