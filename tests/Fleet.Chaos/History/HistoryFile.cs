using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.Chaos.History;

/// <summary>A history on disk: one JSON object a line. What was added is in the kernel's hands, so that a kill loses nothing.</summary>
internal sealed class HistoryFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // for people to read
        AllowOutOfOrderMetadataProperties = true,
    };

    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public HistoryFile(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public string Path { get; }

    public void Add(Happening happening)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(happening, Json) + "\n");
        lock (_gate) _file.Write(line);
    }

    /// <summary>In order of time. The last line of one that was killed may be cut off, and is left out.</summary>
    public static List<Happening> Read(IEnumerable<string> paths)
    {
        var all = new List<Happening>();
        foreach (string path in paths)
        {
            foreach (string line in File.ReadLines(path))
            {
                if (line.EndsWith('}')) all.Add(JsonSerializer.Deserialize<Happening>(line, Json)!);
            }
        }
        return [.. all.OrderBy(one => one.At)];
    }

    public void Dispose() => _file.Dispose();
}
