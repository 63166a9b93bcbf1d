using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Images;

/// <summary>A line of <c>fleet image list</c>.</summary>
/// <param name="Digest">Of the manifest.</param>
/// <param name="Size">Bytes of its content as stored, layers shared with other images counted in.</param>
public sealed record ImageInfo(string Digest, ImmutableArray<string> Names, long Size, DateTimeOffset ImportedAt);

/// <summary>Imports a layout or archive that lies on the agent's host.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Reference">Which image of the layout or archive; null: the only one.</param>
/// <param name="Name">NAME:TAG it gets; null: what the layout or archive calls it.</param>
public sealed record ImportImage(string Path, string? Reference, string? Name);

public sealed record PullImage(string Reference);

/// <summary>One line of the answer to a pull or import; the last one has <see cref="Image"/> or <see cref="Error"/>.</summary>
public sealed record ImageProgress
{
    /// <summary>What is being done: resolving, downloading, unpacking, importing.</summary>
    public string Step { get; init; } = "";

    /// <summary>The layer or other blob in question.</summary>
    public string? Digest { get; init; }

    public long Done { get; init; }

    /// <summary>0 when not known.</summary>
    public long Total { get; init; }

    public ImageInfo? Image { get; init; }

    public ApiError? Error { get; init; }
}
