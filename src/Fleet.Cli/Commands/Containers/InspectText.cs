using System.Globalization;
using System.Text;
using Fleet.Api.Contracts.Inspect;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Containers;

/// <summary>What <c>inspect</c> found, for people: sections of aligned lines.</summary>
internal static class InspectText
{
    public static string Of(InspectInfo all)
    {
        var to = new StringBuilder();
        to.Append(CultureInfo.InvariantCulture, $"{all.Name[1..]} ({all.Id}) on {all.Node}\n");
        Section(to, "State",
            ("is", all.State.InWords),
            ("pid", all.State.Pid == 0 ? "" : $"{all.State.Pid} on the node, {all.State.PidInside} inside"),
            ("restarts", all.RestartCount == 0 ? "" : Text(all.RestartCount)),
            ("job", all.Job));
        Section(to, "Process",
            ("command", string.Join(' ', all.Args.Insert(0, all.Path))), ("image", $"{all.Config.Image} {all.Image}"),
            ("user", all.Config.User.Length == 0 ? "root" : all.Config.User), ("folder", all.Config.WorkingDir),
            ("stops by", $"{all.Config.StopSignal}, and SIGKILL after {Text(all.Config.StopTimeout)} s"), ("log", all.LogPath));
        Rows(to, "Namespaces", all.Namespaces.Select(n => (string[])
            [n.Type, n.CloneFlag, n.CloneFlagHex, n.Inode is { } inode ? inode.ToString(CultureInfo.InvariantCulture) : "-", Origin(n)]));
        Rows(to, "Users", all.UidMap.Select(m => Map("uid", m)).Concat(all.GidMap.Select(m => Map("gid", m))));
        Rows(to, "Cgroups", all.Cgroups.SelectMany(Group));
        Rows(to, "Layers", all.Layers.Select(l => (string[])
            [l.Writable ? "writable" : l.Digest.Length == 0 ? "copied for its users" : Show.Digest(l.Digest), Show.Bytes(l.Size) + (l.Writable ? " on disk" : " as it travels"), l.Folder]));
        Rows(to, "Mounts", all.Mounts.Select(m => (string[])[m.Type, m.Destination, m.RW ? "rw" : "ro", m.Name.Length > 0 ? m.Name : m.Source]));
        Rows(to, "Security", all.Security.InWords.Select(words => (string[])[words]));
        Rows(to, "Capabilities", all.Security.Capabilities.Effective.Chunk(5).Select(names => (string[])[string.Join(' ', names)]));
        Rows(to, "Masked", all.Security.MaskedPaths.Chunk(3).Select(paths => (string[])[string.Join(' ', paths)]));
        return to.ToString();
    }

    private static string Origin(InspectNamespace space) => space.Origin switch
    {
        "joined" => $"joined, of {space.JoinedFrom}",
        "host" => "the host's",
        var other => other,
    };

    private static string[] Map(string kind, InspectIdMap map) => map is { Inside: 0, Outside: 0, Count: uint.MaxValue }
        ? [kind, "all are the node's own"]
        : [kind, $"{map.Inside} to {map.Inside + map.Count - 1} inside are {map.Outside} to {map.Outside + map.Count - 1} on the node"];

    private static IEnumerable<string[]> Group(InspectCgroup group) =>
    [
        [$"v{group.Version}", group.Controllers, group.Path, ""],
        .. group.Limits.Select(limit => (string[])["", "", "  " + limit.Key, limit.Value.ReplaceLineEndings("; ")]),
    ];

    private static void Section(StringBuilder to, string title, params ReadOnlySpan<(string Label, string Value)> lines)
    {
        var rows = new List<string[]>();
        foreach (var (label, value) in lines)
        {
            if (value.Length > 0)
            {
                rows.Add([label, value]);
            }
        }

        Rows(to, title, rows);
    }

    private static void Rows(StringBuilder to, string title, IEnumerable<string[]> lines)
    {
        var rows = lines.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        int[] widths = [.. Enumerable.Range(0, rows.Max(r => r.Length)).Select(column => rows.Max(r => column < r.Length ? r[column].Length : 0))];
        to.Append('\n').Append(title).Append('\n');
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            to.Append("  ").Append(line.TrimEnd()).Append('\n');
        }
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
