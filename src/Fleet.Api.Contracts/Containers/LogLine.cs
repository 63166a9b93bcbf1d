using System.Text;
using System.Text.Json.Serialization;

namespace Fleet.Api.Contracts.Containers;

/// <summary>
/// A piece of a container's output as JSON. JSON has no place for bytes that are not UTF-8, so such a piece stands in
/// <see cref="Base64"/> and nowhere else: whoever reads never meets a byte that was changed.
/// </summary>
public sealed record LogLine
{
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>The allocation, where logs of several come together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Without the newline that ended it; null when it is not UTF-8.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Base64 { get; init; }

    /// <summary>False: the line goes on in the next piece of this stream, or never ended.</summary>
    public bool EndsLine { get; init; } = true;

    /// <summary>Output before this piece was rotated away before it could be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Gap { get; init; }

    public static LogLine Of(DateTimeOffset time, string stream, ReadOnlySpan<byte> content, bool endsLine, bool gap, string? name = null)
    {
        var line = new LogLine { Time = time, Stream = stream, Name = name, EndsLine = endsLine, Gap = gap };
        return System.Text.Unicode.Utf8.IsValid(content)
            ? line with { Text = Encoding.UTF8.GetString(content) }
            : line with { Base64 = content.ToArray() };
    }
}
