using System.Collections.Immutable;

namespace Fleet.Images.Records;

/// <summary>An image as this node holds it: its layers are unpacked and its blobs can be handed to others.</summary>
public sealed record ImageRecord
{
    /// <summary>Of the manifest, <c>sha256:…</c>; this is the image's id, by which jobs name it.</summary>
    public required string Digest { get; init; }

    /// <summary>Full names (NAME:TAG); empty for an image known by digest alone.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public required string ConfigDigest { get; init; }

    public string Architecture { get; init; } = "";

    public string Os { get; init; } = "";

    public string Variant { get; init; } = "";

    /// <summary>Bytes of the blobs (compressed layers, manifest and config).</summary>
    public long Size { get; init; }

    /// <summary>When the image was built, as its config says; null where it does not.</summary>
    public DateTimeOffset? Created { get; init; }

    public DateTimeOffset ImportedAt { get; init; }

    /// <summary>From the lowest to the uppermost.</summary>
    public ImmutableArray<LayerRecord> Layers { get; init; } = [];

    public ImageConfig Config { get; init; } = new();

    /// <summary>The first twelve digits of the digest.</summary>
    public string ShortId => Digest["sha256:".Length..][..12];
}

/// <summary>One layer of an image.</summary>
/// <param name="Digest">Of the blob as it travels.</param>
/// <param name="DiffId">Of the uncompressed archive.</param>
/// <param name="ChainId">Of this layer on those below it (image-spec config.md, "Layer ChainID"); it names the unpacked folder.</param>
/// <param name="Size">Of the blob, in bytes.</param>
/// <param name="MediaType">As the manifest says; the content's first bytes decide.</param>
public sealed record LayerRecord(string Digest, string DiffId, string ChainId, long Size, string MediaType);
