using System.Globalization;

namespace Fleet.Journal.Raft.Replication;

// Why it does not serve, in words.
internal sealed partial class Replica
{
    /// <summary>This member's disk takes no writes for lack of space.</summary>
    public bool IsDiskFull => _writer?.Trouble is { IsFull: true };

    public string Describe()
    {
        if (_broken.Length > 0) return _broken;
        if (_waitsFor.Length > 0) return $"{_members.Addresses[_members.Self]}: {_waitsFor}";
        var unreachable = _members.Others.Where(member => _links.Trouble(member).Length > 0).ToList();
        var parts = new List<string>();
        if (_writer?.Trouble is { } trouble) parts.Add($"{_place}: {Storage.DiskTrouble.InWords(trouble.Error)}");
        if (unreachable.Count > 0)
            parts.Add(string.Join(", ", unreachable.Select(member => $"{_members.Addresses[member]} is out of reach ({_links.Trouble(member)})")));
        int reached = _members.Count - unreachable.Count, majority = _members.Count / 2 + 1;
        if (reached < majority)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{reached} of {_members.Count} control hosts see each other, and {majority} must: start the others, or mend the network between"));
        else if (_leader < 0) parts.Add("no member leads yet");
        return parts.Count > 0 ? string.Join("; ", parts) : $"{_members.Addresses[Math.Max(0, _leader)]}, which leads, has not answered yet";
    }
}
