namespace Fleet.Agent.Startup;

/// <summary>The command line of <c>fleet-agent</c>; people use <c>fleet node</c>, which makes it.</summary>
internal sealed record AgentArguments
{
    public const string Usage =
        "usage: fleet-agent [--root DIR] [--config FILE] [--name NAME] [--cgroup-parent GROUP] [--stop-containers]";

    public string? Root { get; init; }

    public string? Config { get; init; }

    public string? Name { get; init; }

    public string? CgroupParent { get; init; }

    /// <summary>At SIGTERM stop the containers as well.</summary>
    public bool StopContainers { get; init; }

    /// <exception cref="StartException">An unknown word, or one without its value.</exception>
    public static AgentArguments Parse(IReadOnlyList<string> words)
    {
        var parsed = new AgentArguments();
        for (int at = 0; at < words.Count; at++)
        {
            string Value() => ++at < words.Count ? words[at] : throw new StartException($"{words[at - 1]} wants a value; {Usage}");
            parsed = words[at] switch
            {
                "--root" => parsed with { Root = Value() },
                "--config" => parsed with { Config = Value() },
                "--name" => parsed with { Name = Value() },
                "--cgroup-parent" => parsed with { CgroupParent = Value() },
                "--stop-containers" => parsed with { StopContainers = true },
                var unknown => throw new StartException($"'{unknown}' is not known; {Usage}"),
            };
        }
        return parsed;
    }
}
