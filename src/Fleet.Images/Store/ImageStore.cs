using System.Collections.Immutable;
using Fleet.Images.Records;
using Fleet.Images.Snapshots;

namespace Fleet.Images.Store;

/// <summary>
/// The images of one node below one folder: blobs by digest, unpacked layers, writable layers, and the records that tie
/// them together. One process owns it (a lock file says so); within it every member may be called from any thread.
/// </summary>
public sealed partial class ImageStore : IDisposable
{
    /// <summary>Opens or makes the store, and clears away what an interrupted import or removal left.</summary>
    /// <exception cref="ImageException">Another process holds it; its records cannot be read.</exception>
    public static ImageStore Open(string folder, ImageStoreOptions? options = null) => throw new NotImplementedException();

    /// <summary>Writable layers and merged views.</summary>
    public ISnapshotter Snapshots => throw new NotImplementedException();

    /// <summary>
    /// Takes in an OCI image layout (folder or tar) or a docker save archive (tar or its unpacked folder).
    /// <paramref name="path"/> is PATH[:REF]; a path that exists as written has no ref.
    /// </summary>
    /// <param name="name">NAME[:TAG] for it; null: the layout's ref.name annotation, the archive's RepoTags, else the file's name.</param>
    /// <returns>One record per image that was taken in.</returns>
    public Task<ImmutableArray<ImageRecord>> ImportAsync(
        string path, string? name = null, IProgress<PullProgress>? progress = null, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <summary>Takes an image from its registry and names it so; layers that are here are not fetched again.</summary>
    public Task<ImageRecord> PullAsync(string reference, IProgress<PullProgress>? progress = null, CancellationToken cancel = default) =>
        throw new NotImplementedException();

    /// <summary>
    /// Takes the image with this manifest digest from another node of the cluster: GET <c>v1/blobs/sha256:…</c> below each of
    /// <paramref name="peers"/> over HTTP/2, one after the other; every blob is verified.
    /// </summary>
    /// <param name="client">Makes a client for a peer (certificates, unix sockets); null: plain.</param>
    /// <param name="name">Names the image as well; null: known by digest alone.</param>
    /// <exception cref="ImageException"><see cref="ImageProblem.NotFound"/>: no peer has it; <see cref="ImageProblem.Unreachable"/>.</exception>
    public Task<ImageRecord> PullFromPeersAsync(
        string digest, IReadOnlyList<Uri> peers, Func<Uri, HttpClient>? client = null, string? name = null,
        IProgress<PullProgress>? progress = null, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>The manifest digest (for this machine's platform) that a name stands for: of the local image, else asked of its registry.</summary>
    public Task<string> ResolveAsync(string reference, CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>By name, digest, id or unique prefix of one; null if there is none.</summary>
    /// <exception cref="ImageException"><see cref="ImageProblem.Ambiguous"/>.</exception>
    public ImageRecord? Find(string nameOrId) => throw new NotImplementedException();

    public ImmutableArray<ImageRecord> List() => throw new NotImplementedException();

    /// <summary>
    /// Takes a name away and, with its last name (or when asked by id), the image, its layers and blobs, as far as no other
    /// image shares them.
    /// </summary>
    /// <returns>The digest of the image that is gone, or null if only a name went.</returns>
    /// <exception cref="ImageException"><see cref="ImageProblem.InUse"/> names the containers; <see cref="ImageProblem.NotFound"/>.</exception>
    public string? Remove(string nameOrId) => throw new NotImplementedException();

    /// <summary>Gives an image one more name (which it takes from any other image that has it).</summary>
    public ImageRecord Tag(string nameOrId, string name) => throw new NotImplementedException();

    /// <summary>A blob (manifest, config or layer) for another node, or null. Length is known and reading may start anywhere.</summary>
    public FileStream? OpenBlob(string digest) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
