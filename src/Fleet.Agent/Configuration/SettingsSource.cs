using Akka.Configuration;
using Akka.Configuration.Hocon;
using Fleet.Model.Notation;

namespace Fleet.Agent.Configuration;

/// <summary>
/// The program's defaults, a file laid over them, and the environment over both; with the faults that were found so far, so
/// that a user hears of all at once.
/// </summary>
internal sealed class SettingsSource
{
    private const string FreeKeys = "fleet.node.labels.";

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _fileName;
    private readonly Config _merged;

    /// <param name="fileName">For messages; empty without a file.</param>
    public SettingsSource(string reference, string fileName, string fileText, IReadOnlyDictionary<string, string> environment)
    {
        (_fileName, _environment) = (fileName, environment);
        var (keys, faults) = HoconKeys.In(fileText);
        _faults.AddRange(faults.Select(fault => $"{fileName}:{fault.Line}: {fault.Message}"));
        RefuseUnknown(keys, HoconKeys.In(reference).Keys);
        foreach (HoconKey key in keys)
        {
            _lines[key.Path] = key.Line;
        }

        // A text that is out of shape would make Akka's parser throw or guess.
        File = _faults.Count == 0 ? Parsed(fileText) : Config.Empty;
        _merged = File.WithFallback(ConfigurationFactory.ParseString(reference));
    }

    public Config File { get; }

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The variable's value, or null when it is not set or empty.</summary>
    public string? Variable(string? name) =>
        name is not null && _environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    public HoconValue? Value(string path) => _merged.GetValue(path);

    public void Fault(string path, string? variable, string message) => _faults.Add(Variable(variable) is not null
        ? $"{variable}: {message}"
        : _lines.TryGetValue(path, out int line) ? $"{_fileName}:{line}: {path}: {message}"
        : $"{path}: {message}");

    private Config Parsed(string text)
    {
        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (FormatException e)
        {
            _faults.Add($"{_fileName}: {e.Message.Split('\n')[0].TrimEnd(' ', ':')} (Akka's parser takes no comma after a closing brace)");
            return Config.Empty;
        }
    }

    private void RefuseUnknown(IReadOnlyList<HoconKey> keys, IReadOnlyList<HoconKey> known)
    {
        Dictionary<string, bool> groups = new(StringComparer.Ordinal) { ["akka"] = true };
        foreach (HoconKey key in known)
        {
            groups[key.Path] = key.IsGroup;
        }

        foreach (HoconKey key in keys)
        {
            string? fault = key.Path.StartsWith(FreeKeys, StringComparison.Ordinal) ? null
                : LiesBelow(key.Path, "akka") ? AkkaFault(key.Path, keys)
                : !groups.TryGetValue(key.Path, out bool isGroup) ? (keys.Any(other => LiesIn(key.Path, other, groups)) ? null : Unknown(key.Path, groups))
                : isGroup && !key.IsGroup ? $"{key.Path}: is a group of settings, not a value (write {key.Path} {{ ... }})"
                : !isGroup && key.IsGroup ? $"{key.Path}: is one setting, not a group (write {key.Path} = VALUE)"
                : null;
            if (fault is not null)
            {
                _faults.Add($"{_fileName}:{key.Line}: {fault}");
            }
        }
    }

    private static string? AkkaFault(string path, IReadOnlyList<HoconKey> keys) =>
        keys.Any(group => group.IsGroup && group.Path != "akka" && LiesBelow(path, group.Path) && AkkaKeys.Fault(group.Path) is not null) ? null : AkkaKeys.Fault(path);

    private static bool LiesBelow(string path, string group) => path.StartsWith(group + ".", StringComparison.Ordinal);

    // Of an unknown group only the group itself is named.
    private static bool LiesIn(string path, HoconKey group, Dictionary<string, bool> known) =>
        group.IsGroup && LiesBelow(path, group.Path) && !known.ContainsKey(group.Path);

    private static string Unknown(string path, Dictionary<string, bool> groups)
    {
        string parent = path.Contains('.', StringComparison.Ordinal) ? path[..(path.LastIndexOf('.') + 1)] : "";
        string[] siblings = [.. groups.Keys.Where(key => key.StartsWith(parent, StringComparison.Ordinal) && !key[parent.Length..].Contains('.', StringComparison.Ordinal))
            .Select(key => key[parent.Length..])];
        string name = path[parent.Length..];
        string near = Suggestion.Nearest(name, siblings) is string sibling ? parent + sibling : Suggestion.Nearest(path, groups.Keys) ?? "";
        return $"{path}: there is no such setting{(near.Length > 0 ? $" (did you mean '{near}'?)" : siblings.Length > 0 ? $" (known here are {string.Join(", ", siblings)})" : " (all settings stand under 'fleet')")}";
    }
}
