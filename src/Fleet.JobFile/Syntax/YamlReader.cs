using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fleet.JobFile.Syntax;

/// <summary>
/// YAML events to nodes. Only YamlDotNet's parser is used: its object mapping needs reflection, which a native program lacks, and
/// would turn texts into numbers and times that nobody meant.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 64;

    // A file of aliases of aliases can stand for more text than any memory holds; maps share nodes, so only this count grows.
    private const int MaxNodes = 200_000;

    private readonly Parser _parser;
    private readonly List<SyntaxFault> _faults = [];
    private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text) => _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));

    /// <summary>The root is null when the text is empty or its form is beyond reading.</summary>
    public static (Node? Root, IReadOnlyList<SyntaxFault> Faults) Read(string text)
    {
        YamlReader reader;
        try
        {
            reader = new YamlReader(text);
        }
        catch (YamlException e)
        {
            return (null, [Fault(e, text)]);
        }

        try
        {
            return (reader.Stream(), reader._faults);
        }
        catch (YamlException e)
        {
            reader._faults.Add(Fault(e, text));
            return (null, reader._faults);
        }
    }

    private static SyntaxFault Fault(YamlException e, string text)
    {
        int tabbed = Array.FindIndex(text.Split('\n'), line => line.TrimStart(' ').StartsWith('\t')) + 1;
        string cure = tabbed > 0 ? $" (line {tabbed} is indented with a tab: use spaces)"
            : e.Message.Contains("cannot start any token", StringComparison.Ordinal) ? " (put a text that starts with such a character into quotes)"
            : e.Message.Contains("mapping values are not allowed", StringComparison.OrdinalIgnoreCase) ? " (check the indentation; put a text with ': ' into quotes)" : "";
        return new SyntaxFault(At(e.Start), "this is not YAML: " + e.Message.TrimEnd('.') + cure);
    }

    private Node? Stream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        Node root = Read(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            _faults.Add(new SyntaxFault(At(second.Start), "a second document begins here (one file is one job: remove the '---')"));
        }

        return root;
    }

    private Node Read(int depth)
    {
        ParsingEvent next = _parser.Current ?? throw new YamlException("the file ends too early");
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            throw new YamlException(next.Start, next.End, depth > MaxDepth ? $"nested deeper than {MaxDepth} levels" : "too large");
        }

        _parser.MoveNext();
        if (next is AnchorAlias alias)
        {
            return Aliased(alias);
        }

        var node = (NodeEvent)next;
        RefuseTag(node);
        Node read = node switch
        {
            Scalar scalar => new ScalarNode(At(scalar.Start), scalar.Value, IsPlain(scalar)),
            SequenceStart list => List(list, depth),
            _ => Map((MappingStart)node, depth),
        };
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = read;
        }

        return read;
    }

    private Node Aliased(AnchorAlias alias)
    {
        if (_anchors.TryGetValue(alias.Value.Value, out Node? node))
        {
            return node;
        }

        _faults.Add(new SyntaxFault(At(alias.Start), $"there is no anchor '&{alias.Value.Value}' before this '*{alias.Value.Value}'"));
        return new ScalarNode(At(alias.Start), "", Plain: true);
    }

    private ListNode List(SequenceStart start, int depth)
    {
        List<Node> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Read(depth + 1));
        }

        return new ListNode(At(start.Start), items);
    }

    private MapNode Map(MappingStart start, int depth)
    {
        var map = new MapBuilder(At(start.Start), _faults);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Node key = Read(depth + 1);
            Node value = Read(depth + 1);
            if (key is ScalarNode name)
            {
                map.Add(name.At, name.Text, value, mayMerge: name.Plain);
            }
            else
            {
                _faults.Add(new SyntaxFault(key.At, "a key must be a plain text"));
            }
        }

        return map.Build();
    }

    private static bool IsPlain(Scalar scalar) => scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.Value != "tag:yaml.org,2002:str");

    private void RefuseTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && node.Tag.Value.StartsWith('!') && node.Tag.Value != "!")
        {
            _faults.Add(new SyntaxFault(At(node.Start), $"the tag {node.Tag.Value} is not supported yet (remove it)"));
        }
    }

    private static Mark At(YamlDotNet.Core.Mark mark) => new((int)mark.Line, (int)mark.Column);
}
