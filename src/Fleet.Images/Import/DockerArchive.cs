using System.Collections.Immutable;
using System.Text.Json;
using Fleet.Images.Content;
using Fleet.Images.Layout;
using Fleet.Images.Manifests;

namespace Fleet.Images.Import;

/// <summary>
/// The images of a docker save archive (moby's image/tarexport): manifest.json lists config, layers and tags. An OCI manifest
/// is made for each, so that other nodes can take them like any image.
/// </summary>
internal static class DockerArchive
{
    internal const string ManifestFile = "manifest.json";

    internal static ImmutableArray<ImportCandidate> Read(IImportFiles files, byte[] manifest)
    {
        ImmutableArray<JsonElement> entries = Entries(files, manifest);
        return entries.IsEmpty
            ? throw new ImageException(ImageProblem.NotFound, $"{ManifestFile} in {files.Name} lists no image")
            : [.. entries.Select((entry, at) => Read(files, entry, $"image {at + 1} of {files.Name}"))];
    }

    /// <summary>RepoTags by config digest, of an archive that is an OCI layout at the same time; empty if there is no manifest.json.</summary>
    internal static ImmutableDictionary<string, ImmutableArray<string>> TagsByConfig(IImportFiles files)
    {
        if (files.ReadSmall(ManifestFile) is not { } manifest)
            return ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        return Entries(files, manifest)
            .Select(e => (Config: Digest.Prefix + Path.GetFileName(e.Text("Config") ?? ""), Tags: e.Texts("RepoTags")))
            .Where(e => Digest.IsValid(e.Config) && e.Tags.Length > 0)
            .DistinctBy(e => e.Config).ToImmutableDictionary(e => e.Config, e => e.Tags);
    }

    private static ImmutableArray<JsonElement> Entries(IImportFiles files, byte[] manifest)
    {
        // The file is an array; wrapped, the tolerant reader takes it.
        JsonElement json = JsonReading.ParseObject((byte[])[.. "{\"images\":"u8, .. manifest, (byte)'}'], $"{ManifestFile} in {files.Name}");
        return json.Array("images") ?? throw new ImageException(ImageProblem.Invalid, $"{ManifestFile} in {files.Name} is not a list of images");
    }

    private static ImportCandidate Read(IImportFiles files, JsonElement entry, string what)
    {
        string configPath = entry.Text("Config") ?? throw new ImageException(ImageProblem.Invalid, $"{what} names no Config");
        byte[] config = files.ReadSmall(configPath)
            ?? throw new ImageException(ImageProblem.Invalid, $"{configPath}, the config of {what}, is missing");
        ImmutableArray<string> diffIds = ConfigFile.Parse(JsonReading.ParseObject(config, $"the config of {what}"), $"the config of {what}").DiffIds;
        ImmutableArray<string> paths = entry.Texts("Layers");
        if (paths.Length != diffIds.Length)
            throw new ImageException(ImageProblem.Invalid, $"{what} has {paths.Length} layers, but {diffIds.Length} diff_ids in its config");
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var layers = new List<Descriptor>();
        foreach ((string path, string diffId) in paths.Zip(diffIds))
        {
            using Stream layer = files.Open(path) ?? throw new ImageException(ImageProblem.Invalid, $"{path}, a layer of {what}, is missing");
            Descriptor descriptor = Describe(layer, diffId);
            places[descriptor.Digest] = path;
            layers.Add(descriptor);
        }

        byte[] manifest = LayoutJson.Manifest(new Descriptor(MediaTypes.Config, Digest.Of(config), config.Length), layers);
        var made = new Dictionary<string, byte[]> { [Digest.Of(config)] = config, [Digest.Of(manifest)] = manifest };
        var root = new Descriptor(MediaTypes.Manifest, Digest.Of(manifest), manifest.Length);
        return new ImportCandidate(new FilesSource(files, places, made), [root], entry.Texts("RepoTags"));
    }

    /// <summary>Layers are plain tars, so that their digest is the diff_id; that is checked when they are fetched.</summary>
    private static Descriptor Describe(Stream layer, string diffId)
    {
        Span<byte> start = stackalloc byte[4];
        int count = layer.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        if (count < 4 || start is not ([0x1f, 0x8b, _, _] or [0x28, 0xb5, 0x2f, 0xfd]))
            return new Descriptor(MediaTypes.Layer, diffId, layer.Length);
        layer.Position = 0;
        string digest = Digest.Prefix + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(layer));
        return new Descriptor(start[0] == 0x1f ? MediaTypes.LayerGzip : MediaTypes.Layer + "+zstd", digest, layer.Length);
    }
}
