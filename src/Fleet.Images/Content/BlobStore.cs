namespace Fleet.Images.Content;

/// <summary>
/// Blobs by digest below <c>blobs/sha256</c>, as an OCI layout has them, and half-fetched ones below <c>ingest</c>. A blob
/// that is in its place was verified; what no record names is cleared away when the store is opened, so that a blob which a
/// power cut left without its content is never taken for one.
/// </summary>
internal sealed class BlobStore
{
    private readonly string _blobs;
    private readonly string _ingest;

    internal BlobStore(string folder)
    {
        _blobs = Path.Combine(folder, "blobs", "sha256");
        _ingest = Path.Combine(folder, "ingest");
        Directory.CreateDirectory(_blobs);
        Directory.CreateDirectory(_ingest);
    }

    internal string PathOf(string digest) => Path.Combine(_blobs, Digest.Hex(digest, "a blob"));

    internal bool Has(string digest) => File.Exists(PathOf(digest));

    internal FileStream? Open(string digest)
    {
        try
        {
            return Digest.IsValid(digest)
                ? new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    internal byte[] ReadAll(string digest) => File.ReadAllBytes(PathOf(digest));

    /// <summary>Where the bytes of a blob gather until they are all there; survives a restart, so that fetching goes on.</summary>
    internal string IngestPath(string digest) => Path.Combine(_ingest, Digest.Hex(digest, "a blob"));

    /// <summary>A file of its own for other work in progress.</summary>
    internal string NewIngestPath() => Path.Combine(_ingest, "tmp-" + Guid.NewGuid().ToString("N"));

    /// <summary>Puts small content in its place.</summary>
    /// <returns>Its digest.</returns>
    internal string Add(ReadOnlySpan<byte> content)
    {
        string digest = Digest.Of(content);
        if (Has(digest))
            return digest;
        string beside = NewIngestPath();
        File.WriteAllBytes(beside, content);
        File.Move(beside, PathOf(digest), overwrite: true);
        return digest;
    }

    /// <summary>Moves a verified file into its place.</summary>
    internal void Commit(string ingestPath, string digest) => File.Move(ingestPath, PathOf(digest), overwrite: true);

    internal void Delete(string digest) => File.Delete(PathOf(digest));

    internal IEnumerable<string> All() => Directory.EnumerateFiles(_blobs).Select(path => Digest.Prefix + Path.GetFileName(path));

    /// <summary>Forgets the bytes gathered of a blob.</summary>
    internal void DropIngest(string digest) => File.Delete(IngestPath(digest));

    /// <summary>Deletes every blob that is not wanted, work in progress of earlier processes, and fetches nobody went on with for a day.</summary>
    internal void Sweep(IReadOnlySet<string> wanted, DateTimeOffset now)
    {
        foreach (string digest in All().Where(d => !wanted.Contains(d)).ToList())
            Delete(digest);
        foreach (string path in Directory.EnumerateFiles(_ingest).ToList())
        {
            if (Path.GetFileName(path).StartsWith("tmp-", StringComparison.Ordinal) || File.GetLastWriteTimeUtc(path) < now.UtcDateTime.AddDays(-1))
                File.Delete(path);
        }
    }
}
