using Fleet.Images.Manifests;
using Fleet.Images.Sources;

namespace Fleet.Images.Import;

/// <summary>Blobs that lie in files: below <c>blobs/sha256</c>, or where a docker archive's own manifest says.</summary>
internal sealed class FilesSource(IImportFiles files, IReadOnlyDictionary<string, string>? places = null, IReadOnlyDictionary<string, byte[]>? made = null) : IBlobSource
{
    public string Name => files.Name;

    public int Places => 1;

    public bool IsFar => false;

    public Task<BlobStream?> OpenAsync(Descriptor blob, BlobKind kind, long offset, int attempt, CancellationToken cancel)
    {
        if (made?.TryGetValue(blob.Digest, out byte[]? content) == true)
            return Task.FromResult<BlobStream?>(new BlobStream(new MemoryStream(content), 0));
        string path = places?.GetValueOrDefault(blob.Digest) ?? $"blobs/{blob.Digest.Replace(':', '/')}";
        Stream? stream = files.Open(path);
        if (stream is null)
            return Task.FromResult<BlobStream?>(null);
        if (blob.Size >= 0 && stream.Length != blob.Size)
        {
            long length = stream.Length;
            stream.Dispose();
            throw new ImageException(
                ImageProblem.WrongContent, $"{path} in {Name} has {length} bytes, but {blob.Size} are announced: it is truncated or not what it should be");
        }

        stream.Position = offset;
        return Task.FromResult<BlobStream?>(new BlobStream(stream, offset));
    }
}
