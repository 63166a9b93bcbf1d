using System.Text;

namespace Fleet.Model.Notation;

/// <summary>One line of RFC 4180: fields between commas, those in quotes may hold commas and doubled quotes.</summary>
internal static class CsvLine
{
    /// <returns>False when a quote is not closed.</returns>
    public static bool TrySplit(string line, out IReadOnlyList<string> fields)
    {
        var found = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[++i]);
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                found.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        found.Add(field.ToString());
        fields = found;
        return !quoted;
    }
}
