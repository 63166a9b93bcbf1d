using System.Collections.Immutable;
using Fleet.Images;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.ImageSupply;

/// <summary>Where images come from.</summary>
internal interface IImageOrigin
{
    /// <summary>The node's own, or null.</summary>
    ImageRecord? Here(string reference);

    EngineException NotHere(string reference);

    Task<ImageRecord> FetchAsync(string reference, ImmutableArray<ImageHolder> holders, IProgress<PullProgress> progress, CancellationToken cancel);
}

/// <summary>The node's own store, then nodes of the cluster that hold it, then its registry.</summary>
internal sealed class ImageOrigin(ImageStore store, Func<ImageHolder, HttpClient> clientOf) : IImageOrigin
{
    public ImageRecord? Here(string reference) =>
        DigestOf(reference) is { } digest ? store.Find(digest) : store.Find(reference);

    public EngineException NotHere(string reference) =>
        new(EngineError.NotFound, $"no image {reference} on this node: import it ('fleet image import') or pull it ('fleet image pull {reference}')");

    public async Task<ImageRecord> FetchAsync(
        string reference, ImmutableArray<ImageHolder> holders, IProgress<PullProgress> progress, CancellationToken cancel)
    {
        Exception? peers = null;
        if (DigestOf(reference) is { } digest)
        {
            if (!holders.IsDefaultOrEmpty)
            {
                try
                {
                    return await FromPeersAsync(reference, digest, holders, progress, cancel).ConfigureAwait(false);
                }
                catch (ImageException e) when (reference != digest)
                {
                    peers = e;      // the registry may still have it
                }
            }
            if (reference == digest) throw NotHere(reference);
        }
        try
        {
            return await store.PullAsync(reference, progress, cancel).ConfigureAwait(false);
        }
        catch (ImageException e) when (peers is not null)
        {
            throw new ImageException(e.Problem, $"{e.Message}; nor from the cluster: {peers.Message}", e);
        }
    }

    private Task<ImageRecord> FromPeersAsync(
        string reference, string digest, ImmutableArray<ImageHolder> holders, IProgress<PullProgress> progress, CancellationToken cancel)
    {
        var byAddress = holders.DistinctBy(holder => holder.HttpAddress).ToDictionary(holder => new Uri($"http://{holder.HttpAddress}/"));
        string? name = reference == digest ? null : reference;
        return store.PullFromPeersAsync(digest, [.. byAddress.Keys], uri => clientOf(byAddress[uri]), name, progress, cancel);
    }

    /// <summary>The manifest's digest where the reference names one.</summary>
    private static string? DigestOf(string reference)
    {
        int at = reference.LastIndexOf("sha256:", StringComparison.Ordinal);
        return at == 0 || (at > 0 && reference[at - 1] == '@') ? reference[at..] : null;
    }
}
