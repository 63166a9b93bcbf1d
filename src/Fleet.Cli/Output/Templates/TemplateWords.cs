namespace Fleet.Cli.Output.Templates;

/// <summary>The words of an expression. A text in quotes is one word that begins with its quote and has no other.</summary>
internal static class TemplateWords
{
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            int from = at++;
            if (c is '"' or '`')
            {
                at = text.IndexOf(c, at);
                if (at < 0)
                {
                    throw new TemplateException($"'{text}': a quote is not closed");
                }

                words.Add("\"" + text[(from + 1)..at++]);
                continue;
            }

            while (c is not ('(' or ')' or '|') && at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or '|'))
            {
                at++;
            }

            words.Add(text[from..at]);
        }

        return words;
    }
}
