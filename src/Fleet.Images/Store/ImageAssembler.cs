using System.Collections.Immutable;
using System.Text.Json;
using Fleet.Images.Content;
using Fleet.Images.Layers;
using Fleet.Images.Manifests;
using Fleet.Images.Records;
using Fleet.Images.Sources;

namespace Fleet.Images.Store;

/// <summary>From a descriptor and a source to an image whose blobs are here and whose layers stand; import and pull share it.</summary>
internal sealed class ImageAssembler(BlobFetcher fetcher, LayerStacker stacker, ImageStoreOptions options)
{
    private const int MostNested = 4;

    /// <summary>Everything but the record's names; the caller saves it.</summary>
    /// <param name="roots">Its manifest or index; or several, of which the one for this platform is taken.</param>
    /// <param name="what">Names the image in messages.</param>
    internal async Task<ImageRecord> AssembleAsync(
        IBlobSource source, ImmutableArray<Descriptor> roots, string what, Pins.Pin pin, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        progress?.Report(new PullProgress("", PullStage.Resolving, 0, 0));
        (string digest, Manifest manifest, int size) = await FindManifestAsync(source, roots, what, pin, cancel).ConfigureAwait(false);
        ConfigFile config = await FetchConfigAsync(source, manifest, what, pin, cancel).ConfigureAwait(false);
        if (config.DiffIds.Length != manifest.Layers.Length)
        {
            throw new ImageException(
                ImageProblem.Invalid, $"{what} is no image that can be run: its manifest has {manifest.Layers.Length} layers, its config {config.DiffIds.Length} diff_ids");
        }

        ImmutableArray<string> chain = Chain.Ids(config.DiffIds);
        ImmutableArray<LayerRecord> layers =
            [.. manifest.Layers.Select((l, i) => new LayerRecord(l.Digest, config.DiffIds[i], chain[i], l.Size, l.MediaType))];
        await StackAsync(source, layers, what, pin, progress, cancel).ConfigureAwait(false);
        return new ImageRecord
        {
            Digest = digest,
            ConfigDigest = manifest.Config.Digest,
            Architecture = config.Platform.Architecture,
            Os = config.Platform.Os,
            Variant = config.Platform.Variant,
            Size = layers.Sum(l => l.Size) + manifest.Config.Size + size,
            Created = config.Created,
            ImportedAt = options.Time.GetUtcNow(),
            Layers = layers,
            Config = config.Config,
        };
    }

    /// <summary>The manifest for this platform.</summary>
    internal async Task<(string Digest, Manifest Manifest, int Size)> FindManifestAsync(
        IBlobSource source, ImmutableArray<Descriptor> roots, string what, Pins.Pin pin, CancellationToken cancel)
    {
        // A single manifest is taken for what it is, even for another CPU: emulation may run it, and its start says if not.
        var offered = new List<Descriptor>();
        return (roots.Length == 1
                ? await WalkAsync(source, roots[0], what, pin, 0, offered, cancel).ConfigureAwait(false)
                : await ChooseAsync(source, roots, what, pin, 0, offered, cancel).ConfigureAwait(false))
            ?? throw ImageIndex.NoneFits(what, options.Platform, offered);
    }

    /// <summary>Goes through indexes; null if none of their entries fits.</summary>
    private async Task<(string Digest, Manifest Manifest, int Size)?> WalkAsync(
        IBlobSource source, Descriptor at, string what, Pins.Pin pin, int depth, List<Descriptor> offered, CancellationToken cancel)
    {
        pin.Add(at.Digest);
        byte[] content = await fetcher.FetchSmallAsync(source, at, BlobKind.Manifest, $"the manifest of {what}", cancel).ConfigureAwait(false);
        JsonElement json = JsonReading.ParseObject(content, $"the manifest of {what}");
        if (json.Number("schemaVersion") == 1)
            throw new ImageException(ImageProblem.Invalid, $"{what} has a manifest of docker's schema 1, which is no longer in use; push it anew with a current docker");
        if (!ImageIndex.IsIndex(json))
            return (at.Digest, Manifest.Parse(json, what), content.Length);
        if (depth == MostNested)
            throw new ImageException(ImageProblem.Invalid, $"{what} has indexes in indexes, more than {MostNested} deep");
        ImmutableArray<Descriptor> entries = ImageIndex.Parse(json, $"the index of {what}");
        return await ChooseAsync(source, entries, what, pin, depth, offered, cancel).ConfigureAwait(false);
    }

    private async Task<(string Digest, Manifest Manifest, int Size)?> ChooseAsync(
        IBlobSource source, ImmutableArray<Descriptor> entries, string what, Pins.Pin pin, int depth, List<Descriptor> offered, CancellationToken cancel)
    {
        offered.AddRange(entries);
        foreach (Descriptor candidate in ImageIndex.Candidates(entries, options.Platform))
        {
            if (await WalkAsync(source, candidate, what, pin, depth + 1, offered, cancel).ConfigureAwait(false) is { } found
                && (candidate.Platform is not null || await FitsAsync(source, found.Manifest, what, pin, cancel).ConfigureAwait(false)))
                return found;
        }

        return null;
    }

    private async Task<bool> FitsAsync(IBlobSource source, Manifest manifest, string what, Pins.Pin pin, CancellationToken cancel)
    {
        Platform has = (await FetchConfigAsync(source, manifest, what, pin, cancel).ConfigureAwait(false)).Platform;
        return (has.Os.Length == 0 || has.Os == options.Platform.Os) && (has.Architecture.Length == 0 || has.Architecture == options.Platform.Architecture);
    }

    private async Task<ConfigFile> FetchConfigAsync(IBlobSource source, Manifest manifest, string what, Pins.Pin pin, CancellationToken cancel)
    {
        pin.Add(manifest.Config.Digest);
        byte[] content = await fetcher.FetchSmallAsync(source, manifest.Config, BlobKind.Blob, $"the config of {what}", cancel).ConfigureAwait(false);
        return ConfigFile.Parse(JsonReading.ParseObject(content, $"the config of {what}"), $"the config of {what}");
    }

    private async Task StackAsync(
        IBlobSource source, ImmutableArray<LayerRecord> layers, string what, Pins.Pin pin, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        // The first failure ends the others: nobody waits for gigabytes of an image that cannot be.
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var downloads = new SemaphoreSlim(options.ParallelDownloads);
        string[] chain = [.. layers.Select(l => l.ChainId)];
        var tasks = new List<Task>();
        Task below = Task.CompletedTask;
        for (int i = 0; i < layers.Length; i++)
        {
            LayerRecord layer = layers[i];
            pin.Add(layer.Digest);
            pin.Add(layer.ChainId);
            string name = $"layer {i + 1} of {what}, {layer.Digest[..19]}";
            Task fetched = FetchAsync(source, layer, name, downloads, progress, all.Token);
            below = stacker.StackAsync(layer, chain[..i], below, fetched, name, all.Token);
            tasks.Add(fetched);
            tasks.Add(WatchAsync(below, layer, progress, all));
        }

        await Settle(tasks, cancel).ConfigureAwait(false);
    }

    private async Task FetchAsync(
        IBlobSource source, LayerRecord layer, string what, SemaphoreSlim downloads, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        progress?.Report(new PullProgress(layer.Digest, PullStage.Waiting, 0, layer.Size));
        await downloads.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await fetcher.FetchAsync(source, new Descriptor(layer.MediaType, layer.Digest, layer.Size), what, progress, cancel).ConfigureAwait(false);
            progress?.Report(new PullProgress(layer.Digest, PullStage.Unpacking, layer.Size, layer.Size));
        }
        finally
        {
            downloads.Release();
        }
    }

    private static async Task WatchAsync(Task layerStands, LayerRecord layer, IProgress<PullProgress>? progress, CancellationTokenSource all)
    {
        try
        {
            await layerStands.ConfigureAwait(false);
            progress?.Report(new PullProgress(layer.Digest, PullStage.Done, layer.Size, layer.Size));
        }
        catch
        {
            await all.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for all, so that nothing works on behind the caller's back, and throws what failed first rather than its consequences.</summary>
    private static async Task Settle(List<Task> tasks, CancellationToken cancel)
    {
        await Task.WhenAll(tasks).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
            .ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (tasks.Find(t => t.IsFaulted && t.Exception!.InnerException is not OperationCanceledException) is { } failed)
            await failed.ConfigureAwait(false);
        await Task.WhenAll(tasks).ConfigureAwait(false);
    }
}
