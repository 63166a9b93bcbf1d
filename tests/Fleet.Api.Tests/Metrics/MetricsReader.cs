using System.Globalization;
using System.Text.RegularExpressions;

namespace Fleet.Api.Tests.Metrics;

/// <summary>Reads Prometheus' text format and fails on whatever breaks its rules (exposition_formats.md, text-based format).</summary>
internal sealed partial class MetricsReader
{
    public Dictionary<string, double> Samples { get; } = [];

    public Dictionary<string, string> Types { get; } = [];

    public static MetricsReader Read(string text)
    {
        var reader = new MetricsReader();
        Assert.EndsWith("\n", text);
        string? family = null;
        foreach (string line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ');
                Assert.Equal(family, words[2]);
                Assert.Contains(words[3], (string[])["counter", "gauge"]);
                Assert.True(reader.Types.TryAdd(words[2], words[3]), $"a second TYPE of {words[2]}");
                Assert.Equal(words[3] == "counter", words[2].EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                var match = Sample().Match(line);
                Assert.True(match.Success, line);
                Assert.Equal(family, match.Groups["name"].Value);
                Assert.True(reader.Types.ContainsKey(match.Groups["name"].Value), $"no TYPE before {line}");
                Assert.True(reader.Samples.TryAdd(match.Groups["name"].Value + match.Groups["labels"].Value, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)), $"twice: {line}");
            }
        }

        return reader;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_]\w*="([^"\\\n]|\\["\\n])*"(,[a-zA-Z_]\w*="([^"\\\n]|\\["\\n])*")*\})? (?<value>[-+]?[0-9.]+([eE][-+]?[0-9]+)?|NaN|[-+]Inf)$""")]
    private static partial Regex Sample();
}
