using Fleet.Node.Engine;

namespace Fleet.Node.Naming;

/// <summary>What a local user may call a container, and what it is called when he does not say.</summary>
internal static class ContainerNames
{
    private const int Longest = 128;

    private static readonly string[] Kinds =
    [
        "able", "amber", "bold", "brave", "bright", "brisk", "calm", "clear", "clever", "crisp", "deft", "eager", "early", "fair", "fond",
        "fresh", "gentle", "glad", "grand", "keen", "kind", "light", "lively", "lucid", "merry", "mild", "noble", "plain", "proud", "quick",
        "quiet", "rapid", "ready", "sharp", "smart", "solid", "steady", "stout", "swift", "tidy", "true", "vivid", "warm", "wise",
    ];

    private static readonly string[] Ships =
    [
        "barge", "bark", "brig", "canoe", "caravel", "catboat", "clipper", "cog", "coracle", "corvette", "cutter", "dhow", "dinghy", "dory",
        "ferry", "frigate", "galleon", "galley", "junk", "kayak", "ketch", "knarr", "launch", "liner", "lugger", "packet", "pinnace", "proa",
        "punt", "raft", "schooner", "scow", "skiff", "sloop", "smack", "tanker", "tender", "trawler", "trireme", "tug", "whaler", "wherry",
        "xebec", "yacht", "yawl",
    ];

    /// <exception cref="EngineException">Invalid: letters, digits, '_', '.', '-' only, from a letter or digit on.</exception>
    public static string Check(string name)
    {
        bool good = name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        return good ? name : throw new EngineException(EngineError.Invalid,
            $"container name '{name}': use 1 to {Longest} of a-z, A-Z, 0-9, '_', '.', '-', starting with a letter or digit");
    }

    public static string MakeUp(Random random, Func<string, bool> taken)
    {
        string Pick(string[] from) => from[random.Next(from.Length)];
        for (int attempt = 0; attempt < 20; attempt++)
        {
            string name = $"{Pick(Kinds)}_{Pick(Ships)}";
            if (!taken(name)) return name;
        }
        string numbered;
        do numbered = $"{Pick(Kinds)}_{Pick(Ships)}{random.Next(100_000)}";
        while (taken(numbered));
        return numbered;
    }
}
