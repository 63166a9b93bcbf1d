using System.Collections.Immutable;
using Fleet.Cli.CommandLine;
using Fleet.Model.Notation;

namespace Fleet.Cli.Commands.Run;

/// <summary><c>-e K=V</c>, and <c>-e K</c> for the caller's own value, which is left out where the caller has none (docker's rule).</summary>
internal static class EnvironmentOption
{
    public static ImmutableSortedDictionary<string, string> Read(IEnumerable<string>? words, Func<string, string?> caller)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string word in words ?? [])
        {
            if (!EnvironmentText.TryParse(word, out string name, out string? value, out string? fault))
            {
                throw new UsageException($"--env '{word}': {fault}");
            }

            value ??= caller(name);
            if (value is not null)
            {
                variables[name] = value;
            }
        }

        return variables.ToImmutable();
    }
}
