using System.Collections.Immutable;
using System.Text.Json;
using Fleet.Images.Manifests;

namespace Fleet.Images.Import;

/// <summary>The images of an OCI image layout (image-spec image-layout.md).</summary>
internal static class OciLayout
{
    internal const string Index = "index.json";

    internal static ImmutableArray<ImportCandidate> Read(IImportFiles files, byte[] index)
    {
        string what = $"{Index} in {files.Name}";
        ImmutableArray<Descriptor> entries = ImageIndex.Parse(JsonReading.ParseObject(index, what), what);
        if (entries.IsEmpty)
            throw new ImageException(ImageProblem.NotFound, $"{files.Name} is an empty image layout");
        ImmutableDictionary<string, ImmutableArray<string>> tags = DockerArchive.TagsByConfig(files);
        var source = new FilesSource(files);
        // Entries of one name are one image for several platforms.
        return [.. entries.GroupBy(e => e.RefName).Select(g => new ImportCandidate(source, [.. g], Names(files, g, tags)))];
    }

    /// <summary>A docker archive of today is a layout too; then its RepoTags are the full names, ref.name only the tag.</summary>
    private static ImmutableArray<string> Names(
        IImportFiles files, IGrouping<string, Descriptor> entries, ImmutableDictionary<string, ImmutableArray<string>> tags)
    {
        if (!tags.IsEmpty)
        {
            foreach (Descriptor entry in entries)
            {
                byte[]? manifest = files.ReadSmall($"blobs/{entry.Digest.Replace(':', '/')}");
                if (manifest is not null && Config(manifest) is { } config && tags.TryGetValue(config, out ImmutableArray<string> names))
                    return names;
            }
        }

        return entries.Key.Length > 0 ? [entries.Key] : [];
    }

    private static string? Config(byte[] manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            return json.RootElement.Object("config")?.Text("digest");
        }
        catch (JsonException)
        {
            return null; // reported when the image is assembled
        }
    }
}
