using System.Text;
using System.Text.RegularExpressions;

namespace Fleet.Cli.Tests.Documents;

/// <summary>
/// What a document shows, as a pattern: <c>&lt;N&gt;</c> stands for digits, <c>&lt;ID&gt;</c> for hexadecimal ones, <c>...</c> for anything
/// on its line, and a line of <c>...</c> alone for any lines. How many blanks stand between words does not count.
/// </summary>
internal static class OutputPattern
{
    public static bool Matches(IReadOnlyList<string> shown, string real) => Regex.IsMatch(real, Of(shown), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    private static string Of(IReadOnlyList<string> shown)
    {
        var pattern = new StringBuilder(@"\A");
        foreach (string line in shown)
        {
            pattern.Append(line.Trim() == "..." ? @"(?:[^\n]*\n)*?" : Line(line.Trim()));
        }

        return pattern.Append(@"\z").ToString();
    }

    private static string Line(string line)
    {
        string escaped = Regex.Escape(line).Replace("<N>", @"\d+").Replace("<ID>", "[0-9a-f]+").Replace(@"\.\.\.", @"[^\n]*?");
        return @"[ \t]*" + Regex.Replace(escaped, @"(\\ )+", @"[ \t]+") + @"[ \t]*\n";
    }
}
