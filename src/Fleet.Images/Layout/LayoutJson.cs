using System.Text.Json;
using Fleet.Images.Manifests;
using Fleet.Images.Records;

namespace Fleet.Images.Layout;

/// <summary>The JSON files of an image, members in a fixed order.</summary>
internal static class LayoutJson
{
    internal static byte[] Manifest(Descriptor config, IEnumerable<Descriptor> layers) => Write(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaTypes.Manifest);
        json.WritePropertyName("config");
        config.Write(json);
        json.WriteStartArray("layers");
        foreach (Descriptor layer in layers)
            layer.Write(json);
        json.WriteEndArray();
    });

    internal static byte[] Index(Descriptor root) => Write(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", MediaTypes.Index);
        json.WriteStartArray("manifests");
        root.Write(json);
        json.WriteEndArray();
    });

    internal static byte[] Config(Platform platform, ImageConfig config, IEnumerable<string> diffIds) => Write(json =>
    {
        json.WriteString("architecture", platform.Architecture);
        json.WriteString("os", platform.Os);
        if (platform.Variant.Length > 0)
            json.WriteString("variant", platform.Variant);
        json.WriteStartObject("config");
        WriteList(json, "Entrypoint", config.Entrypoint);
        WriteList(json, "Cmd", config.Cmd);
        WriteList(json, "Env", config.Env);
        WriteText(json, "WorkingDir", config.WorkingDir);
        WriteText(json, "User", config.User);
        WriteText(json, "StopSignal", config.StopSignal);
        WriteSet(json, "Volumes", config.Volumes);
        WriteSet(json, "ExposedPorts", config.ExposedPorts);
        if (config.Labels.Count > 0)
        {
            json.WriteStartObject("Labels");
            foreach ((string key, string value) in config.Labels)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("rootfs");
        json.WriteString("type", "layers");
        WriteList(json, "diff_ids", [.. diffIds], evenEmpty: true);
        json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyCollection<string> values, bool evenEmpty = false)
    {
        if (values.Count == 0 && !evenEmpty)
            return;
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteSet(Utf8JsonWriter json, string name, IReadOnlyCollection<string> keys)
    {
        if (keys.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (string key in keys)
        {
            json.WriteStartObject(key);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
