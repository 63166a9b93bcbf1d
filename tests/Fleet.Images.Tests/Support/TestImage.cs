using System.Text;
using System.Text.Json.Nodes;
using Fleet.Images.Content;
using Fleet.Images.Manifests;

namespace Fleet.Images.Tests.Support;

/// <summary>Writes image layouts, right ones and wrong ones.</summary>
internal sealed class TestImage(string folder)
{
    private readonly List<(JsonObject Layer, string DiffId)> _layers = [];

    internal string Folder { get; } = folder;

    /// <summary>The config's own "config"; null stays null in the file.</summary>
    internal JsonNode? Config { get; set; } = new JsonObject { ["Cmd"] = new JsonArray("/bin/true") };

    internal string Architecture { get; set; } = Platform.OfThisMachine.Architecture;

    /// <summary>Other diff_ids than the layers have.</summary>
    internal IReadOnlyList<string>? DiffIds { get; set; }

    internal bool WithMediaTypes { get; set; } = true;

    internal TestImage Layer(TestLayer layer) => Layer(layer.Tar());

    /// <param name="tar">What the diff_id is of.</param>
    /// <param name="blob">What travels; gzip of it by default.</param>
    internal TestImage Layer(byte[] tar, byte[]? blob = null, string mediaType = MediaTypes.LayerGzip)
    {
        blob ??= TestLayer.Gzip(tar);
        _layers.Add((Descriptor(Blob(blob), blob.Length, mediaType), Digest.Of(tar)));
        return this;
    }

    internal string Blob(byte[] content)
    {
        string digest = Digest.Of(content);
        string path = Path.Combine(Folder, "blobs", "sha256", digest[7..]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return digest;
    }

    internal string Blob(JsonNode json) => Blob(Encoding.UTF8.GetBytes(json.ToJsonString()));

    /// <summary>Writes config and manifest.</summary>
    internal JsonObject Manifest()
    {
        var config = new JsonObject
        {
            ["architecture"] = Architecture,
            ["os"] = "linux",
            ["config"] = Config?.DeepClone(),
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. (DiffIds ?? _layers.Select(l => l.DiffId)).Select(d => JsonValue.Create(d))]) },
        };
        byte[] configBytes = Encoding.UTF8.GetBytes(config.ToJsonString());
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["config"] = Descriptor(Blob(configBytes), configBytes.Length, MediaTypes.Config),
            ["layers"] = new JsonArray([.. _layers.Select(l => l.Layer.DeepClone())]),
        };
        if (WithMediaTypes)
            manifest["mediaType"] = MediaTypes.Manifest;
        byte[] bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        return Descriptor(Blob(bytes), bytes.Length, MediaTypes.Manifest);
    }

    internal JsonObject Index(params JsonObject[] entries)
    {
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray([.. entries.Select(e => e.DeepClone())]) };
        if (WithMediaTypes)
            index["mediaType"] = MediaTypes.Index;
        byte[] bytes = Encoding.UTF8.GetBytes(index.ToJsonString());
        return Descriptor(Blob(bytes), bytes.Length, MediaTypes.Index);
    }

    /// <summary>Writes index.json with these roots, or with this image alone.</summary>
    /// <returns>The folder.</returns>
    internal string Write(string? name = null, params JsonObject[] roots)
    {
        JsonObject[] all = roots.Length > 0 ? roots : [Manifest()];
        if (name is not null)
            all[0]["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = name };
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray([.. all.Select(r => r.DeepClone())]) };
        File.WriteAllText(Path.Combine(Folder, "index.json"), index.ToJsonString());
        File.WriteAllText(Path.Combine(Folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return Folder;
    }

    private static JsonObject Descriptor(string digest, long size, string mediaType) =>
        new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = size };

    internal static JsonObject For(JsonObject descriptor, string os, string architecture)
    {
        var copy = (JsonObject)descriptor.DeepClone();
        copy["platform"] = new JsonObject { ["os"] = os, ["architecture"] = architecture };
        return copy;
    }
}
