namespace Fleet.Cluster.Tests.DockerRows;

/// <summary>Where Fleet is meant to differ from docker.</summary>
/// <param name="Output">Null: not compared, since it is different each time.</param>
internal sealed record Difference(string? Output, int Code, string Reason);

/// <summary>One command line behind <c>run --rm</c>.</summary>
internal sealed record Row(string Line, Difference? Difference = null)
{
    public IReadOnlyList<string> Words(string folder, string block) =>
        [.. ShellWords.Cut(Line).Select(word => word.Replace("$D/", folder + "/", StringComparison.Ordinal).Replace("$BLOCK", block, StringComparison.Ordinal))];
}

/// <summary>rows.txt: what it holds is said at its top.</summary>
internal static class RowFile
{
    public static IReadOnlyDictionary<string, IReadOnlyList<Row>> Read(string path)
    {
        var sections = new Dictionary<string, IReadOnlyList<Row>>();
        var rows = new List<Row>();
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal)) sections.Add(line[3..], rows = []);
            else if (line.StartsWith("~ ", StringComparison.Ordinal)) rows[^1] = rows[^1] with { Difference = DifferenceOf(line[2..]) };
            else rows.Add(new Row(line));
        }
        return sections;
    }

    private static Difference DifferenceOf(string text)
    {
        string[] parts = text.Split('|', 3, StringSplitOptions.None);
        if (parts.Length < 3 || parts[2].Trim().Length == 0) throw new FormatException($"a difference is 'STDOUT | CODE | REASON': {text}");
        string output = parts[0].EndsWith(' ') ? parts[0][..^1] : parts[0];
        return new Difference(output == "*" ? null : output.Replace("\\n", "\n", StringComparison.Ordinal), int.Parse(parts[1].Trim(), null), parts[2].Trim());
    }
}
