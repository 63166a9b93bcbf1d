using System.Collections.Immutable;
using System.Text;
using Fleet.Model;

namespace Fleet.Client;

/// <summary>A command was taken in and persisted; it will take effect whatever dies now.</summary>
/// <param name="Sequence">A watch from this number on sees all that comes of it.</param>
public sealed record Accepted(string Message, long Sequence);

/// <summary>A job was taken in.</summary>
/// <param name="Version">With its number, its digest, and images by digest.</param>
public sealed record Submission(string Job, JobVersion Version, string Message, long Sequence);

/// <param name="History">All versions, oldest first.</param>
public sealed record JobInspection(JobView Job, ImmutableArray<JobVersion> History, ImmutableArray<AllocationView> Allocations);

/// <summary>How the last attempt at one replica stands, and what it wrote to the file named by $FLEET_RESULT.</summary>
public sealed record TaskOutcome(AllocationView Allocation)
{
    /// <summary>JOB.GROUP.INDEX.</summary>
    public string Name => Allocation.Assignment.Name;

    public int Attempt => Allocation.Assignment.Attempt;

    public bool HasEnded => Allocation.Fact.Phase >= Phase.Exited;

    /// <summary>Null until it has ended, and where nobody saw the end.</summary>
    public int? ExitCode => Allocation.Fact.ExitCode;

    public bool OomKilled => Allocation.Fact.OomKilled;

    /// <summary>How it ended or why it could not start, in words; often empty.</summary>
    public string Message => Allocation.Fact.Message;

    public ImmutableArray<byte> Result => Allocation.Fact.Result.IsDefault ? [] : Allocation.Fact.Result;

    /// <summary>The result read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Result.AsSpan());
}

/// <summary>A piece of a task's output: a line, or a part of a long one.</summary>
/// <param name="Content">Byte for byte as the task wrote it, without the newline that ended it.</param>
/// <param name="EndsLine">False where the line goes on in the next piece of the same stream.</param>
/// <param name="Gap">Output before this piece was rotated away before it could be read.</param>
public sealed record LogPiece(DateTimeOffset Time, bool Stderr, ReadOnlyMemory<byte> Content, bool EndsLine, bool Gap)
{
    /// <summary>The content read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);
}
