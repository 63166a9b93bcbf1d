using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Fleet.Images.Content;
using Fleet.Images.Records;

namespace Fleet.Images.Manifests;

/// <summary>The image's config blob (image-spec config.md). Whatever is missing or null counts as not said.</summary>
internal sealed record ConfigFile(Platform Platform, DateTimeOffset? Created, ImmutableArray<string> DiffIds, ImageConfig Config)
{
    internal static ConfigFile Parse(JsonElement json, string what)
    {
        ImmutableArray<string> diffIds = json.Object("rootfs")?.Texts("diff_ids") ?? [];
        foreach ((int at, string id) in diffIds.Index())
            _ = Digest.Hex(id, $"diff_id {at + 1} of {what}");
        return new ConfigFile(
            new Platform(json.Text("os") ?? "", json.Text("architecture") ?? "", json.Text("variant") ?? ""),
            DateTimeOffset.TryParse(json.Text("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset created)
                ? created : null,
            diffIds,
            json.Object("config") is { } config ? ParseConfig(config) : new ImageConfig());
    }

    private static ImageConfig ParseConfig(JsonElement c) => new()
    {
        Entrypoint = Words(c, "Entrypoint"),
        Cmd = Words(c, "Cmd"),
        Env = CleanEnv(c.Texts("Env")),
        WorkingDir = c.Text("WorkingDir") ?? "",
        User = c.Text("User") ?? "",
        StopSignal = c.Text("StopSignal") ?? "",
        Volumes = c.Keys("Volumes"),
        ExposedPorts = c.Keys("ExposedPorts"),
        Labels = c.Object("Labels") is { } labels
            ? labels.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String)
                .GroupBy(l => l.Name).ToImmutableSortedDictionary(g => g.Key, g => g.Last().Value.GetString()!, StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty,
    };

    /// <summary>Some builders write a single string where the specification wants a list.</summary>
    private static ImmutableArray<string> Words(JsonElement c, string name) => c.Text(name) is { Length: > 0 } one ? [one] : c.Texts(name);

    /// <summary>Each name once, at its first place with its last value; entries without a name or without "=" name nothing.</summary>
    internal static ImmutableArray<string> CleanEnv(ImmutableArray<string> env)
    {
        var order = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string entry in env)
        {
            int equals = entry.IndexOf('=');
            if (equals <= 0 || entry.Contains('\0'))
                continue;
            string name = entry[..equals];
            if (!values.ContainsKey(name))
                order.Add(name);
            values[name] = entry;
        }

        return [.. order.Select(name => values[name])];
    }
}
