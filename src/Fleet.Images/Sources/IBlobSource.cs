using Fleet.Images.Manifests;

namespace Fleet.Images.Sources;

internal enum BlobKind
{
    Manifest,
    Blob,
}

/// <summary>Where blobs come from: a registry, other nodes, a folder, an archive. What it gives is verified by who asked.</summary>
internal interface IBlobSource
{
    /// <summary>For messages: <c>registry localhost:5000</c>, <c>/tmp/layout</c>.</summary>
    string Name { get; }

    /// <summary>How many places may be asked; content that is wrong in one may be right in the next.</summary>
    int Places { get; }

    /// <summary>Behind a network: what arrived before it broke is worth keeping.</summary>
    bool IsFar { get; }

    /// <summary>A blob from <paramref name="offset"/> on, or from its start where the source cannot skip; null if it is not there.</summary>
    /// <param name="attempt">0 for the first try; sources with several places turn to another.</param>
    /// <exception cref="ImageException">No further try would help (denied).</exception>
    /// <exception cref="IOException">A further try may help.</exception>
    Task<BlobStream?> OpenAsync(Descriptor blob, BlobKind kind, long offset, int attempt, CancellationToken cancel);
}

/// <param name="Content">Is disposed with this.</param>
/// <param name="Offset">Of its first byte in the blob.</param>
internal sealed record BlobStream(Stream Content, long Offset) : IDisposable
{
    /// <summary>What must live as long as the content: a response, a file.</summary>
    internal IDisposable? Owner { get; init; }

    public void Dispose()
    {
        Content.Dispose();
        Owner?.Dispose();
    }
}
