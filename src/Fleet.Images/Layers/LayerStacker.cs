using Fleet.Images.Content;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Images.Unpacking;
using Fleet.Linux.Files;

namespace Fleet.Images.Layers;

/// <summary>
/// Unpacks the layers of an image side by side and settles them one on the other. A stack that is there already, of this or
/// another image, is not unpacked again.
/// </summary>
internal sealed class LayerStacker(BlobStore blobs, LayerShelf shelf, StoreIndex index, object indexLock, ImageStoreOptions options) : IDisposable
{
    private readonly KeyedGate _gate = new();
    private readonly SemaphoreSlim _unpacks = new(options.ParallelUnpacks);

    /// <summary>Makes sure of one layer.</summary>
    /// <param name="layer">What it should be.</param>
    /// <param name="lowers">Chain ids of those below, the lowest first.</param>
    /// <param name="below">Ends when those below stand.</param>
    /// <param name="fetched">Ends when the blob is there.</param>
    /// <param name="what">Names the layer in messages.</param>
    internal async Task StackAsync(
        LayerRecord layer, IReadOnlyList<string> lowers, Task below, Task fetched, string what, CancellationToken cancel)
    {
        using IDisposable turn = await _gate.EnterAsync(layer.ChainId, cancel).ConfigureAwait(false);
        await fetched.ConfigureAwait(false);
        if (Has(layer.ChainId))
            return;
        string folder = shelf.NewFolder();
        try
        {
            using UnpackedLayer unpacked = await UnpackAsync(layer, folder, what, cancel).ConfigureAwait(false);
            await below.ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            Finish(unpacked, lowers, what);
            unpacked.Dispose();
            Keep(layer.ChainId, folder);
        }
        catch
        {
            shelf.Delete(folder);
            throw;
        }
    }

    private bool Has(string chainId)
    {
        lock (indexLock)
            return index.FolderOf(chainId) is not null;
    }

    private async Task<UnpackedLayer> UnpackAsync(LayerRecord layer, string folder, string what, CancellationToken cancel)
    {
        await _unpacks.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Unpack(layer, folder, what, cancel), cancel).ConfigureAwait(false);
        }
        finally
        {
            _unpacks.Release();
        }
    }

    private UnpackedLayer Unpack(LayerRecord layer, string folder, string what, CancellationToken cancel)
    {
        using FileStream blob = blobs.Open(layer.Digest) ?? throw new ImageException(ImageProblem.NotFound, $"{what} is gone from the store");
        UnpackedLayer unpacked = LayerUnpacker.Unpack(blob, shelf.PathOf(folder), what, cancel);
        if (unpacked.DiffId == layer.DiffId)
            return unpacked;
        unpacked.Dispose();
        throw new ImageException(
            ImageProblem.WrongContent, $"{what} unpacks to the digest {unpacked.DiffId}, but the image's config has {layer.DiffId} as its diff_id");
    }

    private void Finish(UnpackedLayer unpacked, IReadOnlyList<string> lowers, string what)
    {
        try
        {
            List<string> folders;
            lock (indexLock)
                folders = [.. lowers.Reverse().Select(chain => index.FolderOf(chain)!)];
            bool needsLower = folders.Count > 0 && LayerFinisher.NeedsLower(unpacked.Tree, unpacked.Pending);
            using OwnedFd? lower = needsLower ? shelf.OpenMerged(folders) : null;
            new LayerFinisher(unpacked.Tree, unpacked.Pending, lower).Finish();
            if (unpacked.Pending.RootGiven || folders.Count == 0)
                return;
            // The root looks as the uppermost layer's folder does, so each has what it was on those below.
            using OwnedFd belowRoot = shelf.Open(folders[0]);
            FileCopy.Attributes(belowRoot, unpacked.Tree.Root);
        }
        catch (Exception e) when (LayerUnpacker.Translate(e, what) is { } better)
        {
            throw better;
        }
    }

    private void Keep(string chainId, string folder)
    {
        lock (indexLock)
        {
            string name = index.NewFolderName();
            shelf.Rename(folder, name);
            index.AddFolder(chainId, name);
        }
    }

    public void Dispose() => _unpacks.Dispose();
}
