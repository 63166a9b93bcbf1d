using Fleet.JobFile.Syntax;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Reading;

/// <summary>A map whose keys are asked for by name; what nobody asked for is refused at the end.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, Entry> _entries;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly Report _report;
    private readonly ICaller _caller;

    public Fields(MapNode map, string path, Report report, ICaller caller)
    {
        (_path, _report, _caller) = (path, report, caller);
        _entries = map.Entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        foreach (Entry entry in map.Entries)
        {
            report.Place(At(entry.Key), entry.Value is ScalarNode { IsNull: false } ? entry.Value.At : entry.At);
        }
    }

    /// <summary>The key's value, or null when the key is missing or has nothing.</summary>
    public Field? Take(string key)
    {
        Field? field = TakeEvenNull(key);
        return field is { IsNull: true } ? null : field;
    }

    public Field? TakeEvenNull(string key)
    {
        _asked.Add(key);
        return _entries.TryGetValue(key, out Entry? entry) ? FieldOf(entry) : null;
    }

    /// <summary>All keys, whatever they are called.</summary>
    public IEnumerable<(string Key, Field Value)> All() => _entries.Values.Select(entry => (entry.Key, FieldOf(entry)));

    /// <summary>Refuses the keys that were not taken: those of Compose that Fleet does not do yet, and those that nobody knows.</summary>
    public void RefuseOthers(IReadOnlyDictionary<string, string>? notYet = null)
    {
        foreach (Entry entry in _entries.Values.Where(entry => !_asked.Contains(entry.Key)))
        {
            if (notYet is not null && notYet.TryGetValue(entry.Key, out string? instead))
            {
                _report.Fault(entry.At, At(entry.Key), "not supported yet" + (instead.Length > 0 ? $" ({instead})" : " (remove it)"));
            }
            else if (!entry.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                string[] known = [.. _asked, .. notYet?.Keys ?? []];
                string cure = Suggestion.Nearest(entry.Key, known) is string near ? $"did you mean '{near}'?"
                    : $"known here are {string.Join(", ", _asked.Where(key => !key.StartsWith("x-", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}";
                _report.Fault(entry.At, At(entry.Key), $"unknown key '{entry.Key}' ({cure})");
            }
            else if (Suggestion.Nearest(entry.Key, ["x-fleet"]) is not null)
            {
                _report.Warn(entry.At, At(entry.Key), $"'{entry.Key}' is ignored as all x- keys are (did you mean 'x-fleet'?)");
            }
        }
    }

    private Field FieldOf(Entry entry) => new(entry.Value, At(entry.Key), _report, _caller);

    private string At(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
