using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fleet.Model.Canonical;

/// <summary>
/// Writes fields in a fixed order and leaves out those at their default. So a field that is added to the model later does not
/// change the digests of jobs that do not use it, and two ways to say one thing give the same bytes.
/// </summary>
internal sealed class CanonicalWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public CanonicalWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public ReadOnlySpan<byte> Written
    {
        get
        {
            _json.Flush();
            return _buffer.WrittenSpan;
        }
    }

    public void Text(string name, string? value, string? unless = null)
    {
        if (value is not null && value != unless)
        {
            _json.WriteString(name, value);
        }
    }

    public void Number(string name, long? value, long? unless = null)
    {
        if (value is long number && number != unless)
        {
            _json.WriteNumber(name, number);
        }
    }

    /// <summary>In ticks of 100 ns.</summary>
    public void Duration(string name, TimeSpan? value, TimeSpan? unless = null) => Number(name, value?.Ticks, unless?.Ticks);

    public void Flag(string name, bool value, bool unless = false)
    {
        if (value != unless)
        {
            _json.WriteBoolean(name, value);
        }
    }

    public void Choice<T>(string name, T value, T unless)
        where T : struct, Enum => Text(name, value.ToString(), unless.ToString());

    /// <summary>Order counts in a list.</summary>
    public void Texts(string name, ImmutableArray<string> values)
    {
        if (!values.IsDefaultOrEmpty)
        {
            AllTexts(name, values);
        }
    }

    /// <summary>An empty list differs from none.</summary>
    public void TextsIfAny(string name, ImmutableArray<string>? values)
    {
        if (values is { IsDefault: false } given)
        {
            AllTexts(name, given);
        }
    }

    /// <summary>Order does not count in a map: it is sorted by its keys' UTF-16 code units.</summary>
    public void Map(string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        _json.WriteStartObject(name);
        foreach ((string key, string value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            _json.WriteString(key, value);
        }

        _json.WriteEndObject();
    }

    public void Objects<T>(string name, ImmutableArray<T> values, Action<T> write)
    {
        if (values.IsDefaultOrEmpty)
        {
            return;
        }

        _json.WriteStartArray(name);
        foreach (T value in values)
        {
            _json.WriteStartObject();
            write(value);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    public void Object(string name, Action write)
    {
        _json.WriteStartObject(name);
        write();
        _json.WriteEndObject();
    }

    public void Root(Action write)
    {
        _json.WriteStartObject();
        write();
        _json.WriteEndObject();
    }

    public void Dispose() => _json.Dispose();

    private void AllTexts(string name, ImmutableArray<string> values)
    {
        _json.WriteStartArray(name);
        foreach (string value in values)
        {
            _json.WriteStringValue(value);
        }

        _json.WriteEndArray();
    }
}
