namespace Fleet.Node.Engine;

/// <summary>The images that this node holds.</summary>
public interface IImageEngine
{
    /// <param name="path">OCI layout folder or tar, or docker save tar; <c>:ref</c> may follow where nothing of that whole name exists.</param>
    /// <param name="name">NAME:TAG to give it; null: what the layout or archive calls it, or else the file's name.</param>
    Task<IReadOnlyList<ImageView>> ImportAsync(string path, string? name, IProgress<ImageProgress>? progress, CancellationToken cancel);

    /// <summary>Gets it from its registry, or by digest from a node of the cluster that has it. One call a time for one name: others join it.</summary>
    Task<ImageView> PullAsync(string reference, IProgress<ImageProgress>? progress, CancellationToken cancel);

    Task<IReadOnlyList<ImageView>> ListAsync(CancellationToken cancel);

    /// <exception cref="EngineException">NotFound; Ambiguous.</exception>
    Task<ImageView> InspectAsync(string name, CancellationToken cancel);

    /// <param name="name">A name, which alone goes where there are others, or a digest.</param>
    /// <param name="force">One that containers use loses its names, if they have all ended, and stays for them.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="EngineException">Conflict: a container uses it, and <paramref name="force"/> was not given, or it has not ended.</exception>
    Task RemoveAsync(string name, bool force, CancellationToken cancel);

    /// <summary>A manifest, config or layer as it came, for other nodes; null when this node lacks it.</summary>
    Task<Blob?> OpenBlobAsync(string digest, CancellationToken cancel);
}

/// <summary>A blob's bytes; whoever got it disposes the stream.</summary>
public sealed record Blob(string Digest, string MediaType, long Length, Stream Content);
