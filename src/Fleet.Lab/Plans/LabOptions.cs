namespace Fleet.Lab.Plans;

/// <summary>What <c>fleet lab up</c> is asked for.</summary>
public sealed record LabOptions
{
    public const int MaxNodes = 200;

    public int Nodes { get; init; } = 3;

    /// <summary>Null: three where there are three nodes or more, else one.</summary>
    public int? Control { get; init; }

    public int ControlHosts => Control ?? (Nodes >= 3 ? 3 : 1);

    public long MilliCpu { get; init; } = 1000;

    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>Node name -> its labels.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Labels { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <exception cref="LabException">A number out of range, or a label for a node that will not be there.</exception>
    public void Check()
    {
        if (Nodes is < 1 or > MaxNodes) throw new LabException($"--nodes {Nodes}: a lab has 1 to {MaxNodes} nodes");
        if (Control == 2) throw new LabException("--control 2: two control hosts survive less than one, since both are needed for a majority: take 1 or 3");
        if (ControlHosts is not (1 or 3 or 5)) throw new LabException($"--control {Control}: a cluster has 1, 3 or 5 control hosts, for more than half of them must see each other");
        if (ControlHosts > Nodes) throw new LabException($"--control {Control}: this lab has {Nodes} nodes (give more with --nodes)");
        if (MilliCpu < 100) throw new LabException($"--node-cpus {MilliCpu / 1000.0}: a node needs 0.1 or more");
        if (MemoryBytes < 256L << 20) throw new LabException($"--node-memory {MemoryBytes}: a node needs 256m or more for its agent and a container");
        foreach (string name in Labels.Keys)
        {
            if (!Enumerable.Range(1, Nodes).Any(number => name == $"n{number}"))
                throw new LabException($"--label {name}:...: the nodes of this lab are called n1 to n{Nodes}");
        }
    }
}
