using System.Collections.Immutable;
using Fleet.Images.Content;
using Fleet.Images.Import;
using Fleet.Images.Manifests;
using Fleet.Images.Peers;
using Fleet.Images.Records;
using Fleet.Images.References;
using Fleet.Images.Registries;
using Fleet.Images.Sources;
using Fleet.Linux.Files;

namespace Fleet.Images.Store;

public sealed partial class ImageStore
{
    /// <summary>
    /// Takes in an OCI image layout (folder or tar) or a docker save archive (tar or its unpacked folder).
    /// <paramref name="path"/> is PATH[:REF]; a path that exists as written has no ref.
    /// </summary>
    /// <param name="name">NAME[:TAG] for it; null: the layout's ref.name annotation, the archive's RepoTags, else the file's name.</param>
    /// <returns>One record per image that was taken in.</returns>
    public async Task<ImmutableArray<ImageRecord>> ImportAsync(
        string path, string? name = null, IProgress<PullProgress>? progress = null, CancellationToken cancel = default)
    {
        (string file, string? wantedRef) = Importer.SplitPath(path);
        // Reading and indexing an archive takes a while; the caller's thread need not.
        return await Task.Run(async () =>
        {
            using IImportFiles files = Importer.Open(file, _blobs.NewIngestPath, cancel);
            var records = ImmutableArray.CreateBuilder<ImageRecord>();
            foreach ((ImportCandidate image, ImmutableArray<string> names) in Importer.Choose(Importer.Candidates(files), file, wantedRef, name))
            {
                string what = names.IsEmpty ? file : $"{names[0]} from {file}";
                records.Add(await TakeInAsync(image.Source, image.Roots, what, names, progress, cancel).ConfigureAwait(false));
            }

            return records.ToImmutable();
        }, cancel).ConfigureAwait(false);
    }

    /// <summary>Takes an image from its registry and names it so; layers that are here are not fetched again.</summary>
    public async Task<ImageRecord> PullAsync(string reference, IProgress<PullProgress>? progress = null, CancellationToken cancel = default)
    {
        ImageReference parsed = ImageReference.Parse(reference);
        using var registry = RegistrySource.Open(parsed, _options);
        progress?.Report(new PullProgress("", PullStage.Resolving, 0, 0));
        Descriptor root = await registry.ResolveAsync(cancel).ConfigureAwait(false);
        ImmutableArray<string> names = parsed.Tag.Length > 0 ? [(parsed with { Digest = "" }).ToString()] : [];
        return await TakeInAsync(registry, [root], parsed.ToString(), names, progress, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes the image with this manifest digest from another node of the cluster: GET <c>v1/blobs/sha256:…</c> below each of
    /// <paramref name="peers"/> over HTTP/2, one after the other; every blob is verified.
    /// </summary>
    /// <param name="client">Makes a client for a peer (certificates, unix sockets); null: plain.</param>
    /// <param name="name">Names the image as well; null: known by digest alone.</param>
    /// <exception cref="ImageException"><see cref="ImageProblem.NotFound"/>: no peer has it; <see cref="ImageProblem.Unreachable"/>.</exception>
    public async Task<ImageRecord> PullFromPeersAsync(
        string digest, IReadOnlyList<Uri> peers, Func<Uri, HttpClient>? client = null, string? name = null,
        IProgress<PullProgress>? progress = null, CancellationToken cancel = default)
    {
        _ = Digest.Hex(digest, "the image");
        ImmutableArray<string> names = name is null ? [] : [ImageReference.Parse(name).ToString()];
        if (peers.Count == 0)
            throw new ImageException(ImageProblem.NotFound, $"no other node has the image {digest}");
        using var source = new PeerSource(peers, client, _options);
        return await TakeInAsync(source, [new Descriptor("", digest, -1)], $"image {name ?? digest}", names, progress, cancel).ConfigureAwait(false);
    }

    /// <summary>The manifest digest (for this machine's platform) that a name stands for: of the local image, else asked of its registry.</summary>
    public async Task<string> ResolveAsync(string reference, CancellationToken cancel = default)
    {
        if (Find(reference) is { } here)
            return here.Digest;
        ImageReference parsed = ImageReference.Parse(reference);
        using var registry = RegistrySource.Open(parsed, _options);
        using Pins.Pin pin = _pins.Take();
        Descriptor root = await registry.ResolveAsync(cancel).ConfigureAwait(false);
        (string digest, _, _) = await _assembler.FindManifestAsync(registry, [root], parsed.ToString(), pin, cancel).ConfigureAwait(false);
        return digest;
    }

    private async Task<ImageRecord> TakeInAsync(
        IBlobSource source, ImmutableArray<Descriptor> roots, string what, ImmutableArray<string> names,
        IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        using Pins.Pin pin = _pins.Take();
        try
        {
            ImageRecord image = await _assembler.AssembleAsync(source, roots, what, pin, progress, cancel).ConfigureAwait(false);
            // Everything the record speaks of reaches the disk before the record does.
            FileData.SyncFileSystem(_shelf.Descriptor);
            lock (_lock)
            {
                image = _index.Put(image, names);
                _index.Save();
            }

            return image;
        }
        catch (Exception e) when (!source.IsFar || e is ImageException { Problem: not ImageProblem.Unreachable })
        {
            // What broke off on the way is kept, to go on there with the next attempt; what is wrong is not.
            pin.Own().Where(Digest.IsValid).ToList().ForEach(_blobs.DropIngest);
            throw;
        }
        finally
        {
            // An index on the way to the manifest, the blobs and layers of a failed attempt: nobody needs them any more.
            pin.Dispose();
            Collect();
        }
    }
}
