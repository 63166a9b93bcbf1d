using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Images;

/// <summary>A line of <c>fleet image list</c>.</summary>
/// <param name="Digest">Of the manifest.</param>
/// <param name="Names">NAME:TAG each.</param>
/// <param name="Size">Bytes of its layers as they came, compressed.</param>
public sealed record ImageInfo(
    string Digest, ImmutableArray<string> Names, long Size, int Layers, DateTimeOffset? CreatedAt, string Architecture);

/// <summary>Imports a layout or archive that lies on the agent's host.</summary>
/// <param name="Path">Absolute; <c>:ref</c> may follow where nothing of that whole name exists.</param>
/// <param name="Name">NAME:TAG it gets; null: what the layout or archive calls it.</param>
public sealed record ImportImage(string Path, string? Name);

public sealed record PullImage(string Reference);

/// <summary>How far a pull or import is.</summary>
/// <param name="Image">The name that was asked for.</param>
/// <param name="Step">resolving, downloading, verifying, unpacking, done, exists.</param>
/// <param name="Item">A layer's digest, or empty for the whole.</param>
/// <param name="Total">Bytes; 0 when not known.</param>
public sealed record ImageProgress(string Image, string Step, string Item, long Done, long Total);

/// <summary>One line of the answer to a pull or import: any number with progress, then one with the end.</summary>
public sealed record ImageAnswer
{
    public ImageProgress? Progress { get; init; }

    public ImmutableArray<ImageInfo>? Images { get; init; }

    public ApiError? Error { get; init; }
}
