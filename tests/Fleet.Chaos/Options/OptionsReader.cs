using System.Collections.Immutable;
using System.Globalization;
using Fleet.Chaos.Cluster;
using Fleet.Chaos.Plan;
using Fleet.Model.Notation;

namespace Fleet.Chaos.Options;

internal static class OptionsReader
{
    private static readonly ImmutableArray<FaultKind> OfAcceptance = [FaultKind.HostKill, FaultKind.AgentKill, FaultKind.AgentStop, FaultKind.Cut];

    /// <exception cref="ChaosException">An option that there is not, or a value that makes no sense.</exception>
    public static ChaosOptions Read(IReadOnlyList<string> words, int otherwiseSeed)
    {
        bool acceptance = words.Contains("--acceptance");
        var options = new ChaosOptions { Seed = otherwiseSeed, IsAcceptance = acceptance };
        if (acceptance) options = options with { Kinds = OfAcceptance, For = TimeSpan.FromSeconds(60) };
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == "--acceptance") continue;
            if (i + 1 == words.Count) throw new ChaosException($"{words[i]}: its value is missing, or there is no such option (see --help)");
            options = Take(options, words[i], words[++i]);
        }
        return options with
        {
            Fleet = options.Fleet.Length > 0 ? options.Fleet : FindFleet(),
            Folder = options.Folder.Length > 0 ? Path.GetFullPath(options.Folder) : Path.Combine(Path.GetTempPath(), $"fleet-chaos-{Guid.NewGuid():N}"[..20]),
        };
    }

    private static ChaosOptions Take(ChaosOptions options, string name, string value) => name switch
    {
        "--rounds" => options with { Rounds = Number(name, value, 1, 100_000) },
        "--seed" => options with { Seed = Number(name, value, int.MinValue, int.MaxValue) },
        "--clients" => options with { Clients = Number(name, value, 1, 20) },
        "--faults" => options with { Kinds = Choose(name, value, Enum.GetValues<FaultKind>(), FaultKinds.Word) },
        "--targets" => options with { Targets = Choose(name, value, Enum.GetValues<FaultTarget>(), FaultKinds.Word) },
        "--for" => options with { For = DurationText.TryParse(value, out var time, out string? fault) ? time : throw new ChaosException($"--for: {fault}") },
        "--folder" => options with { Folder = value },
        "--fleet" => options with { Fleet = value },
        _ => throw new ChaosException($"there is no option {name} (see --help)"),
    };

    private static int Number(string name, string value, int from, int to) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to ? number
        : throw new ChaosException($"{name} {value}: not a whole number from {from} to {to}");

    private static ImmutableArray<T> Choose<T>(string name, string value, T[] all, Func<T, string> word) where T : struct =>
        [.. value.Split(',').Select(one => all.Where(known => word(known) == one).Select(known => (T?)known).FirstOrDefault()
            ?? throw new ChaosException($"{name}: there is no {one}; there are {string.Join(", ", all.Select(word))}"))];

    private static string FindFleet()
    {
        if (Environment.GetEnvironmentVariable("FLEET_DIST") is { Length: > 0 } dist) return Path.Combine(dist, "fleet");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fleet.sln"))) return Path.Combine(folder.FullName, ".artifacts", "dist", "fleet");
        }
        throw new ChaosException("the command line was not found: build it with './fleet build', or give --fleet PATH");
    }
}
