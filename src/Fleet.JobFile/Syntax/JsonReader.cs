using System.Text;
using System.Text.Json;

namespace Fleet.JobFile.Syntax;

/// <summary>JSON to nodes.</summary>
internal ref struct JsonReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<SyntaxFault> _faults;
    private Utf8JsonReader _reader;
    private int _seenTo;
    private int _line;
    private int _lineStart;

    private JsonReader(byte[] text)
    {
        _text = text;
        _faults = [];
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 64 });
        _line = 1;
    }

    public static (Node? Root, IReadOnlyList<SyntaxFault> Faults) Read(string text)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            reader._reader.Read();
            Node root = reader.Value();
            reader._reader.Read();
            return (root, reader._faults);
        }
        catch (JsonException e)
        {
            string said = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            reader._faults.Add(new SyntaxFault(new Mark((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1), "this is not JSON: " + said));
            return (null, reader._faults);
        }
    }

    private Node Value()
    {
        Mark at = Here();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => Map(at),
            JsonTokenType.StartArray => List(at),
            JsonTokenType.String => new ScalarNode(at, _reader.GetString()!, Plain: false),
            // Numbers as they are written: 1.10 stays 1.10.
            _ => new ScalarNode(at, Encoding.UTF8.GetString(_reader.ValueSpan), Plain: true),
        };
    }

    private MapNode Map(Mark at)
    {
        var map = new MapBuilder(at, _faults);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            Mark keyAt = Here();
            string key = _reader.GetString()!;
            _reader.Read();
            map.Add(keyAt, key, Value(), mayMerge: false);
        }

        return map.Build();
    }

    private ListNode List(Mark at)
    {
        List<Node> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value());
        }

        return new ListNode(at, items);
    }

    private Mark Here()
    {
        int start = (int)_reader.TokenStartIndex;
        for (; _seenTo < start; _seenTo++)
        {
            if (_text[_seenTo] == (byte)'\n')
            {
                _line++;
                _lineStart = _seenTo + 1;
            }
        }

        return new Mark(_line, Encoding.UTF8.GetCharCount(_text[_lineStart..start]) + 1);
    }
}
