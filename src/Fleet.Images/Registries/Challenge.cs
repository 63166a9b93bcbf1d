using System.Text.RegularExpressions;

namespace Fleet.Images.Registries;

/// <summary>The parameters of a WWW-Authenticate header: <c>realm="…",service="…",scope="a,b"</c>.</summary>
internal static partial class Challenge
{
    [GeneratedRegex("""([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))""")]
    private static partial Regex Parameter();

    internal static IReadOnlyDictionary<string, string> Parse(string? parameters)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Parameter().Matches(parameters ?? ""))
            found[match.Groups[1].Value] = match.Groups[2].Success ? match.Groups[2].Value.Replace("\\\"", "\"") : match.Groups[3].Value;
        return found;
    }
}
