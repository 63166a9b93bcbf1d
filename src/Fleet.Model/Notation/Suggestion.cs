namespace Fleet.Model.Notation;

/// <summary>The nearest known word to a mistyped one.</summary>
public static class Suggestion
{
    /// <summary>The known word that takes the fewest edits to reach, if they are few for its length; else null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        int least = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int edits = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (edits < least)
            {
                (best, least) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>" (did you mean 'image'?)" or the empty string.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Nearest(word, known) is string nearest ? $" (did you mean '{nearest}'?)" : "";

    // Edits are an insertion, a removal, a replacement, or a swap of neighbours (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Cheapest(table, a, b, i, j);
            }
        }

        return table[a.Length, b.Length];
    }

    private static int Cheapest(int[,] table, string a, string b, int i, int j)
    {
        int replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int edits = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(edits, table[i - 2, j - 2] + 1) : edits;
    }
}
