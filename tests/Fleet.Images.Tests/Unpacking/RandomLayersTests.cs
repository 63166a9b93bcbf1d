using System.Text;
using Fleet.Images.Tests.Support;
using Fleet.Linux.Files;

namespace Fleet.Images.Tests.Unpacking;

/// <summary>
/// Random layers against a model that lays one over the other in memory, as the specification says it: first everything the
/// layer takes away, then its entries in their order.
/// </summary>
public class RandomLayersTests
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_merged_is_what_the_model_says(int seed)
    {
        using Imported i = Imported.Nothing();
        for (int round = 0; round < 25; round++)
        {
            var random = new Random((seed * 1000) + round);
            var model = new LayerModel();
            var image = new TestImage(i.Temp[$"layout-{round}"]);
            for (int layer = random.Next(2, 5); layer > 0; layer--)
                image.Layer(model.Add(random));
            Records.ImageRecord record = Assert.Single(await i.Store.ImportAsync(image.Write($"random-{round}")));
            using var merged = new MergedView(i.Store, record);
            string[] seen = [.. merged.Find("/").Where(p => p != "/").Select(p => Show(merged, p))];
            Assert.True(model.Show().SequenceEqual(seen), $"seed {seed} round {round}:\n{model.Log}\nmodel:\n{string.Join('\n', model.Show())}\nseen:\n{string.Join('\n', seen)}");
        }
    }

    private static string Show(MergedView merged, string path) => merged.Status(path).Kind switch
    {
        FileKind.Folder => $"{path} folder {merged.Mode(path)}",
        FileKind.Symlink => $"{path} -> {merged.LinkTarget(path)}",
        FileKind.Regular => $"{path} file {merged.Mode(path)} {merged.Text(path)}",
        var other => $"{path} {other}",
    };
}

/// <summary>The merged tree as a sorted map.</summary>
internal sealed class LayerModel
{
    private sealed record Node(char Type, uint Mode, string Content);

    private readonly StringBuilder _log = new();
    private SortedDictionary<string, Node> _tree = new(StringComparer.Ordinal);
    private int _count;

    internal string Log => _log.ToString();

    internal IEnumerable<string> Show() => _tree.Select(n => n.Value switch
    {
        { Type: '5' } f => $"/{n.Key} folder {Convert.ToString(f.Mode, 8)} 0:0",
        { Type: '2' } l => $"/{n.Key} -> {l.Content}",
        var f => $"/{n.Key} file {Convert.ToString(f.Mode, 8)} 0:0 {f.Content}",
    });

    /// <summary>Makes up a layer, and lays it over.</summary>
    internal TestLayer Add(Random random)
    {
        var layer = new TestLayer();
        var lower = new SortedDictionary<string, Node>(_tree, StringComparer.Ordinal);
        var own = new Dictionary<string, char>(StringComparer.Ordinal);
        var entries = new List<Action>();
        _log.AppendLine("layer");
        for (int n = random.Next(3, 14); n > 0; n--)
        {
            string path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "abc"[random.Next(3)].ToString()));
            // A parent that this very layer makes a file or link is refused or followed, which other tests see to.
            if (Above(path).Any(p => own.GetValueOrDefault(p, '5') != '5'))
                continue;
            Invent(random, layer, path, own, entries, lower);
        }

        entries.ForEach(e => e());
        return layer;
    }

    private void Invent(
        Random random, TestLayer layer, string path, Dictionary<string, char> own, List<Action> entries, SortedDictionary<string, Node> lower)
    {
        string name = path[(path.LastIndexOf('/') + 1)..], folder = path[..^name.Length];
        switch (random.Next(8))
        {
            case 0:
                layer.File($"{folder}.wh.{name}");
                _log.AppendLine($"  whiteout {path}");
                // Below what this layer makes a file or link there is nothing to take away, and nothing to follow.
                RemoveTree(path);
                break;
            case 1 when path.Contains('/'):
                layer.File($"{path}/.wh..wh..opq");
                _log.AppendLine($"  opaque {path}");
                foreach (string below in _tree.Keys.Where(k => k.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
                    _tree.Remove(below);
                break;
            case 2 or 3:
                uint mode = random.Next(2) == 0 ? 0x1edu : 0x1c0u;
                layer.Folder(path, mode);
                Entry(own, entries, path, new Node('5', mode, ""));
                break;
            case 4:
                layer.Symlink(path, "nowhere");
                Entry(own, entries, path, new Node('2', 0, "nowhere"));
                break;
            case 5 when lower.Where(l => l.Value.Type != '5' && !own.ContainsKey(l.Key) && !Above(l.Key).Any(own.ContainsKey) && l.Key != path).ToList() is { Count: > 0 } files:
                (string target, Node node) = files[random.Next(files.Count)];
                if (path.StartsWith(target + "/", StringComparison.Ordinal) || target.StartsWith(path + "/", StringComparison.Ordinal))
                    return;
                layer.Link(path, target);
                _log.AppendLine($"  link to {target}");
                Entry(own, entries, path, node);
                break;
            default:
                string content = $"content {_count++}";
                layer.File(path, content, 0x1a0);
                Entry(own, entries, path, new Node('0', 0x1a0, content));
                break;
        }
    }

    private void Entry(Dictionary<string, char> own, List<Action> entries, string path, Node node)
    {
        _log.AppendLine($"  {node.Type} {path} {node.Content}");
        foreach (string gone in own.Keys.Where(k => node.Type != '5' && k.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            own.Remove(gone);
        own[path] = node.Type;
        foreach (string parent in Above(path))
            own.TryAdd(parent, '5');
        entries.Add(() =>
        {
            foreach (string parent in Above(path).Reverse())
            {
                if (_tree.GetValueOrDefault(parent)?.Type != '5')
                    _tree[parent] = new Node('5', 0x1ed, "");
            }

            if (node.Type != '5' || _tree.GetValueOrDefault(path)?.Type != '5')
                RemoveTree(path);
            _tree[path] = node;
        });
    }

    private void RemoveTree(string path)
    {
        foreach (string gone in _tree.Keys.Where(k => k == path || k.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            _tree.Remove(gone);
    }

    private static IEnumerable<string> Above(string path)
    {
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            yield return path[..slash];
    }
}
