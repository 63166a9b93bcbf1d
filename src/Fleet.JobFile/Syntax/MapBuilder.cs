namespace Fleet.JobFile.Syntax;

/// <summary>Collects a map's entries, refuses a key that comes twice, and at the end takes in what <c>&lt;&lt;</c> merges.</summary>
internal sealed class MapBuilder(Mark at, List<SyntaxFault> faults)
{
    private const string Merge = "<<";

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Mark> _keys = new(StringComparer.Ordinal);
    private Entry? _merge;

    /// <param name="mayMerge">An unquoted <c>&lt;&lt;</c> in YAML.</param>
    public void Add(Mark keyAt, string key, Node value, bool mayMerge)
    {
        if (!_keys.TryAdd(key, keyAt))
        {
            string cure = mayMerge && key == Merge ? "write one '<<: [*a, *b]'" : "keep one of them";
            faults.Add(new SyntaxFault(keyAt, $"'{key}' stands on line {_keys[key].Line} already ({cure})"));
        }
        else if (mayMerge && key == Merge)
        {
            _merge = new Entry(keyAt, key, value);
        }
        else
        {
            _entries.Add(new Entry(keyAt, key, value));
        }
    }

    /// <summary>Own keys come before merged ones, and of several merged maps the first that has a key gives it (yaml.org/type/merge).</summary>
    public MapNode Build()
    {
        if (_merge is not null)
        {
            HashSet<string> taken = [.. _entries.Select(entry => entry.Key)];
            _entries.AddRange(Sources(_merge).SelectMany(map => map.Entries).Where(entry => taken.Add(entry.Key)));
        }

        return new MapNode(at, _entries);
    }

    private IEnumerable<MapNode> Sources(Entry merge)
    {
        IReadOnlyList<Node> nodes = merge.Value is ListNode list ? list.Items : [merge.Value];
        foreach (Node node in nodes)
        {
            if (node is MapNode map)
            {
                yield return map;
            }
            else
            {
                faults.Add(new SyntaxFault(merge.At, "'<<' merges maps only (write '<<: *anchor' with the anchor on a map)"));
            }
        }
    }
}
