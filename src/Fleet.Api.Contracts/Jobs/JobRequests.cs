using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Api.Contracts.Jobs;

/// <param name="RequestId">Chosen by the caller; a repetition within 24 h gets the first one's answer. Null: one is made up.</param>
public sealed record SubmitJob(Job Job, string? RequestId);

/// <param name="Replicas">Wanted replicas by group; the empty name stands for the only group.</param>
public sealed record ScaleJob(ImmutableSortedDictionary<string, int> Replicas, string? RequestId);

/// <summary>What an accepted command led to.</summary>
public sealed record JobAnswer
{
    public required string Job { get; init; }

    /// <summary>In words.</summary>
    public string Message { get; init; } = "";

    public long Version { get; init; }

    public string Digest { get; init; } = "";

    /// <summary>Events from this number on tell what came of it.</summary>
    public long Sequence { get; init; }
}

/// <summary>What a task wrote to the file named by FLEET_RESULT; as text where it is UTF-8, else in base64.</summary>
public sealed record JobResult
{
    /// <summary>JOB.GROUP.INDEX.</summary>
    public required string Allocation { get; init; }

    public int Attempt { get; init; }

    public int? ExitCode { get; init; }

    public string? Text { get; init; }

    public byte[]? Base64 { get; init; }

    public byte[] Bytes() => Base64 ?? System.Text.Encoding.UTF8.GetBytes(Text ?? "");

    public static JobResult Of(string allocation, int attempt, int? exitCode, ReadOnlySpan<byte> result)
    {
        bool text = System.Text.Unicode.Utf8.IsValid(result);
        return new JobResult
        {
            Allocation = allocation,
            Attempt = attempt,
            ExitCode = exitCode,
            Text = text ? System.Text.Encoding.UTF8.GetString(result) : null,
            Base64 = text ? null : result.ToArray(),
        };
    }
}
