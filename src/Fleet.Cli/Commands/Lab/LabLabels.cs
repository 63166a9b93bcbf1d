using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Lab;

/// <summary>Reads <c>n1:zone=a</c>.</summary>
internal static class LabLabels
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(IReadOnlyList<string> words)
    {
        var labels = new Dictionary<string, Dictionary<string, string>>();
        foreach (string word in words)
        {
            int colon = word.IndexOf(':', StringComparison.Ordinal), equals = word.IndexOf('=', StringComparison.Ordinal);
            if (colon < 1 || equals < colon + 2) throw new UsageException($"--label {word}: write NODE:KEY=VALUE, such as n1:zone=a");
            string node = word[..colon];
            if (!labels.TryGetValue(node, out var own)) labels[node] = own = [];
            own[word[(colon + 1)..equals]] = word[(equals + 1)..];
        }
        return labels.ToDictionary(entry => entry.Key, entry => (IReadOnlyDictionary<string, string>)entry.Value);
    }
}
