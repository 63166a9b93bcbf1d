using System.Collections.Immutable;
using System.Text.Json;

namespace Fleet.Images.Manifests;

/// <summary>A list of manifests by platform (image-spec image-index.md; docker's manifest list has the same shape).</summary>
internal static class ImageIndex
{
    /// <summary>By its media type or, where it has none, by what it holds.</summary>
    internal static bool IsIndex(JsonElement json) => json.Text("mediaType") switch
    {
        MediaTypes.Index or MediaTypes.DockerList => true,
        MediaTypes.Manifest or MediaTypes.DockerManifest => false,
        _ => json.Array("manifests") is not null && json.Object("config") is null,
    };

    internal static ImmutableArray<Descriptor> Parse(JsonElement json, string what) =>
        json.Array("manifests") is { } manifests
            ? [.. manifests.Select((entry, at) => Descriptor.Parse(entry, $"entry {at + 1} of {what}"))]
            : throw new ImageException(ImageProblem.Invalid, $"{what} has no list of manifests");

    /// <summary>
    /// The entries that may suit a platform, best first. An entry without a platform may hold anything, so it comes last and
    /// its config decides; "unknown/unknown" are attestations, not images.
    /// </summary>
    internal static IEnumerable<Descriptor> Candidates(IEnumerable<Descriptor> entries, Platform wanted) =>
        entries.Select(entry => (entry, rank: Rank(entry.Platform, wanted))).Where(x => x.rank > 0)
            .OrderByDescending(x => x.rank).Select(x => x.entry);

    private static int Rank(Platform? offered, Platform wanted)
    {
        if (offered is null || offered is { Os: "", Architecture: "" })
            return 1;
        if (offered.Os != wanted.Os || offered.Architecture != wanted.Architecture)
            return 0;
        if (offered.Variant == wanted.Variant)
            return 4;
        // Without a wish: the oldest variant runs everywhere (v8 is what plain arm64 means).
        return offered.Variant.Length == 0 || offered.Variant == "v8" ? 3 : wanted.Variant.Length == 0 ? 2 : 0;
    }

    internal static ImageException NoneFits(string what, Platform wanted, IEnumerable<Descriptor> offered) =>
        new(ImageProblem.NoPlatform, $"{what} has nothing for {wanted}; it offers "
            + string.Join(", ", offered.Select(o => o.Platform?.ToString() ?? "an entry without a platform")
                .Where(p => p != "unknown/unknown").Distinct().DefaultIfEmpty("nothing")));
}
