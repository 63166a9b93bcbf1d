using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fleet.Protocol.Logging;

/// <summary>One line of a program's own log, as text or as a JSON object.</summary>
public sealed record LogLine(DateTime Time, string Level, string Source, string Message)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How the process writes its log; set once, before the first line.</summary>
    public static bool AsJson { get; set; }

    public IReadOnlyList<LogField> Fields { get; init; } = [];

    public Exception? Exception { get; init; }

    /// <summary>A line of the program itself rather than of an actor: in text <c>SOURCE: MESSAGE</c>, without a time.</summary>
    public static void Say(string source, string level, string message) => Console.Error.WriteLine(
        AsJson ? new LogLine(DateTime.UtcNow, level, source, message).Json() : $"{source}: {message}");

    public string Text() =>
        $"{Time:yyyy-MM-ddTHH:mm:ss.fffZ} {Level} {Source}: {Message}{(Exception is { } error ? $": {error.GetBaseException().Message}" : "")}";

    /// <summary>time, level, source, message, then allocation and job where the message has them, and exception (type, message, trace).</summary>
    public string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", $"{Time:yyyy-MM-ddTHH:mm:ss.fffZ}");
            json.WriteString("level", Level);
            json.WriteString("source", Source);
            json.WriteString("message", Message);
            foreach (LogField field in Fields.DistinctBy(field => field.Name))
            {
                json.WriteString(field.Name, field.Value);
            }

            if (Exception is not null)
            {
                json.WriteString("exception", Exception.ToString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
