using System.Text;

namespace Fleet.Cluster.Tests.DockerRows;

/// <summary>A line cut into words as a shell does: blanks, '...', "..." with backslashes; nothing is expanded.</summary>
internal static class ShellWords
{
    public static IReadOnlyList<string> Cut(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote == '\0' && c == ' ')
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }
            word ??= new StringBuilder();
            if (c == quote) quote = '\0';
            else if (quote == '\0' && (c is '\'' or '"')) quote = c;
            else if (quote == '"' && c == '\\' && i + 1 < line.Length && (line[i + 1] is '"' or '\\' or '$')) word.Append(line[++i]);
            else word.Append(c);
        }
        if (quote != '\0') throw new FormatException($"a quote is not closed: {line}");
        if (word is not null) words.Add(word.ToString());
        return words;
    }
}
