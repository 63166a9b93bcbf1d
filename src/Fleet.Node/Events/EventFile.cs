using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Node.Engine;

namespace Fleet.Node.Events;

/// <summary>
/// The events of a node on disk, a line of JSON each, in two files of which the older one goes: <c>events.1</c> and <c>events</c>. Nothing
/// is flushed to the disk: after the loss of the machine the last few may be missing, after that of the agent none is.
/// A line that is not whole (the machine went down while it was written) is left out.
/// </summary>
internal sealed class EventFile : IDisposable
{
    /// <summary>Then the file becomes the older one. Some 10,000 events.</summary>
    private const long MaxBytes = 2 << 20;

    private readonly string _path;
    private FileStream? _file;

    /// <param name="folder">The node's state folder; made where it is missing.</param>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, "events");
    }

    private string Older => _path + ".1";

    /// <summary>All that is there, the oldest first.</summary>
    public IEnumerable<NodeEvent> Read() => ReadLines(Older).Concat(ReadLines(_path));

    /// <summary>Written to the kernel when it returns. A full disk loses events, never the work that they tell of.</summary>
    public void Add(NodeEvent happened)
    {
        try
        {
            _file ??= Open();
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(happened, EventJson.Default.NodeEvent), (byte)'\n']);
            if (_file.Length > MaxBytes)
            {
                Dispose();
                File.Move(_path, Older, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();      // a part of a line may be in it: the next one begins on a line of its own
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Open()
    {
        var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (file.Length > 0) file.Write("\n"u8);      // ends what may not have been whole; empty lines are left out
        return file;
    }

    private static IEnumerable<NodeEvent> ReadLines(string path)
    {
        if (!File.Exists(path)) yield break;
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (file.ReadLine() is { } line)
        {
            if (Parse(line) is { } happened) yield return happened;
        }
    }

    private static NodeEvent? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, EventJson.Default.NodeEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeEvent))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class EventJson : JsonSerializerContext;
