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
/// <param name="find">Asks the control host which nodes hold a digest.</param>
internal sealed class ImageOrigin(
    ImageStore store, Func<ImageHolder, HttpClient> clientOf, Func<string, Task<ImmutableArray<ImageHolder>>> find) : IImageOrigin
{
    public ImageRecord? Here(string reference) =>
        DigestOf(reference) is { } digest ? store.Find(digest) : store.Find(reference);

    public EngineException NotHere(string reference) =>
        new(EngineError.NotFound, $"no image {reference} on this node: import it ('fleet image import') or pull it ('fleet image pull {reference}')");

    public async Task<ImageRecord> FetchAsync(
        string reference, ImmutableArray<ImageHolder> holders, IProgress<PullProgress> progress, CancellationToken cancel)
    {
        if (DigestOf(reference) is not { } digest) return await store.PullAsync(reference, progress, cancel).ConfigureAwait(false);

        Exception? peers = null;
        // Those told at first may have lost it, or their tickets have expired by now: then the control host is asked.
        for (int round = holders.IsDefaultOrEmpty ? 1 : 0; round < 2; round++)
        {
            var from = round == 0 ? holders : await find(digest).ConfigureAwait(false);
            if (from.IsDefaultOrEmpty) continue;
            try
            {
                return await FromPeersAsync(reference, digest, from, progress, cancel).ConfigureAwait(false);
            }
            catch (ImageException e)
            {
                peers = e;
            }
        }
        if (reference == digest) throw peers ?? NotHeld(digest);
        try
        {
            return await store.PullAsync(reference, progress, cancel).ConfigureAwait(false);
        }
        catch (ImageException e) when (peers is not null)
        {
            throw new ImageException(e.Problem, $"{e.Message}; nor from the cluster: {peers.Message}", e);
        }
    }

    private static EngineException NotHeld(string digest) =>
        new(EngineError.NotFound, $"image {digest} is on no node of the cluster that could be asked: import it on one ('fleet image import')");

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
