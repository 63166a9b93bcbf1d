using System.Globalization;
using Fleet.Benchmarks.Suites;

namespace Fleet.Benchmarks.CommandLine;

/// <summary>What the caller asks for.</summary>
internal sealed record Options
{
    /// <summary>Names of suites, in the order in which they run.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    public string? JsonFile { get; init; }

    /// <summary>Null: each suite's own number (<see cref="ISuite.Rounds"/>).</summary>
    public int? Rounds { get; init; }

    public bool Help { get; init; }

    public static bool TryParse(IReadOnlyList<string> words, out Options options, out string fault)
    {
        options = new Options();
        fault = "";
        var suites = new List<string>();
        for (int i = 0; i < words.Count && fault.Length == 0; i++)
        {
            string? value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "--help" or "-h":
                    options = options with { Help = true };
                    return true;
                case "--json" when value is not null:
                    options = options with { JsonFile = value };
                    i++;
                    break;
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    i++;
                    break;
                case "--json":
                    fault = "--json needs the file to write";
                    break;
                case "--rounds":
                    fault = $"--rounds needs a number of 1 or more, not '{value}'";
                    break;
                case "all":
                    suites.AddRange(SuiteRun.Suites.Select(suite => suite.Name));
                    break;
                case var name when SuiteRun.Suites.Any(suite => suite.Name == name):
                    suites.Add(name);
                    break;
                default:
                    fault = $"'{words[i]}' is neither an option nor a suite; suites are {string.Join(", ", SuiteRun.Suites.Select(suite => suite.Name))}, all";
                    break;
            }
        }

        options = options with { Suites = [.. suites.Distinct()] };
        if (fault.Length == 0 && suites.Count == 0) fault = "no suite was named";
        return fault.Length == 0;
    }
}
