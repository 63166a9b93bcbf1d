using System.Collections.Immutable;
using System.Text.Json;

namespace Fleet.Images.Manifests;

/// <summary>An image manifest: config and layers (image-spec manifest.md; docker's schema 2 has the same shape).</summary>
internal sealed record Manifest(Descriptor Config, ImmutableArray<Descriptor> Layers)
{
    internal static Manifest Parse(JsonElement json, string what)
    {
        if (json.Object("config") is not { } config)
            throw new ImageException(ImageProblem.Invalid, $"{what} has no config; it is not an image");
        if (json.Array("layers") is not { } layers)
            throw new ImageException(ImageProblem.Invalid, $"{what} has no list of layers; it is not an image");
        return new Manifest(
            Descriptor.Parse(config, $"the config of {what}"),
            [.. layers.Select((layer, at) => Descriptor.Parse(layer, $"layer {at + 1} of {what}"))]);
    }
}
