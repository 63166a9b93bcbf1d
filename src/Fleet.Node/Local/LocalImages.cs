using Akka.Actor;
using Fleet.Images;
using Fleet.Images.Records;
using Fleet.Images.Store;
using Fleet.Node.Allocations;
using Fleet.Node.Capacity;
using Fleet.Node.Engine;
using Fleet.Node.Events;
using Fleet.Node.ImageSupply;

namespace Fleet.Node.Local;

internal sealed class LocalImages(ActorSystem system, IActorRef node, ImageStore store, ContainerTable table, EventLog events) : IImageEngine
{
    public async Task<IReadOnlyList<ImageView>> ImportAsync(
        string path, string? name, IProgress<ImageProgress>? progress, CancellationToken cancel)
    {
        var relay = progress is null ? null : new Relay(path, progress);
        var images = await Translated(path, () => store.ImportAsync(path, name, relay, cancel)).ConfigureAwait(false);
        foreach (var image in images) events.Add("image", "import", image.Digest, image.Names.FirstOrDefault() ?? "", ("path", path));
        node.Tell(SomethingChanged.Instance);
        return [.. images.Select(ImageViews.Of)];
    }

    public async Task<ImageView> PullAsync(string reference, IProgress<ImageProgress>? progress, CancellationToken cancel)
    {
        var image = await Translated(reference, () => system.ImageAsync(node, reference, PullPolicy.Always, progress, cancel))
            .ConfigureAwait(false);
        events.Add("image", "pull", image.Digest, reference);
        return ImageViews.Of(image);
    }

    public Task<IReadOnlyList<ImageView>> ListAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ImageView>>(
        [.. store.List().OrderByDescending(image => image.ImportedAt).Select(ImageViews.Of)]);

    public Task<ImageView> InspectAsync(string name, CancellationToken cancel) => Translated(name, () => Task.FromResult(
        ImageViews.Of(store.Find(name) ?? throw new ImageException(ImageProblem.NotFound, $"no such image: {name} ('fleet image list' shows those of this node)"))));

    public async Task RemoveAsync(string name, bool force, CancellationToken cancel)
    {
        string? gone = await Translated(name, () => Task.Run(() => Remove(name, force), cancel)).ConfigureAwait(false);
        events.Add("image", gone is null ? "untag" : "delete", gone ?? "", name);
        node.Tell(SomethingChanged.Instance);
    }

    // As docker's rmi -f: containers that do not run keep the image, which only loses its names; those that run keep it whole.
    private string? Remove(string name, bool force)
    {
        try
        {
            return store.Remove(name);
        }
        catch (ImageException e) when (force && e.Problem == ImageProblem.InUse)
        {
            string digest = store.Find(name)!.Digest;
            if (table.All.FirstOrDefault(entry => entry.Record.ImageDigest == digest && !entry.HasEnded) is { } living)
            {
                throw new EngineException(EngineError.Conflict, $"image {name} is used by container {living.Name}, which has not ended: stop it first, also with -f", inner: e);
            }

            store.Untag(name);
            return null;
        }
    }

    public Task<Blob?> OpenBlobAsync(string digest, CancellationToken cancel)
    {
        var file = store.OpenBlob(digest);
        return Task.FromResult(file is null ? null : new Blob(digest, MediaTypeOf(digest), file.Length, file));
    }

    private string MediaTypeOf(string digest)
    {
        foreach (var image in store.List())
        {
            if (image.Digest == digest) return "application/vnd.oci.image.manifest.v1+json";
            if (image.ConfigDigest == digest) return "application/vnd.oci.image.config.v1+json";
            if (image.Layers.FirstOrDefault(layer => layer.Digest == digest) is { } found) return found.MediaType;
        }
        return "application/octet-stream";
    }

    private static async Task<T> Translated<T>(string what, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (EngineException or OperationCanceledException))
        {
            throw EngineErrors.Of(e, what);
        }
    }

    private sealed class Relay(string image, IProgress<ImageProgress> to) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => to.Report(ProgressWords.Of(image, value));
    }
}
