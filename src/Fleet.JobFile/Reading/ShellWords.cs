using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Fleet.JobFile.Reading;

/// <summary>Splits a command line into words as a shell would, without expanding anything (POSIX shell quoting, as Compose does it).</summary>
internal static class ShellWords
{
    public static bool TrySplit(string text, [NotNullWhen(true)] out IReadOnlyList<string>? words, [NotNullWhen(false)] out string? fault)
    {
        List<string> all = [];
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                char next = text[++i];
                // Within double quotes a backslash is itself before all but these.
                bool kept = quote == '"' && next is not ('"' or '\\' or '$' or '`' or '\n');
                (word ??= new StringBuilder()).Append(kept ? $"\\{next}" : next.ToString());
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && (c is '"' or '\''))
            {
                (quote, word) = (c, word ?? new StringBuilder());
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Finish(all, ref word);
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }

        Finish(all, ref word);
        words = quote == '\0' ? all : null;
        fault = quote == '\0' ? null : $"the quote {quote} is never closed";
        return words is not null;
    }

    private static void Finish(List<string> all, ref StringBuilder? word)
    {
        if (word is not null)
        {
            all.Add(word.ToString());
            word = null;
        }
    }
}
