using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Fleet.Lab.Plans;

/// <summary>A lab as it was brought up: written to <c>DIR/lab/lab.json</c> before anything else is made, so that whatever is there can be found and taken down.</summary>
/// <param name="Id">Six hexadecimal digits of the lab's folder: in the names of its links, so that labs live side by side.</param>
/// <param name="Subnet">The first three numbers of its addresses: <c>10.213.7</c>; the bridge has .1, node N has .N+1.</param>
/// <param name="CgroupPrefix">A node's group is <c>fleet/PREFIX-NAME</c>.</param>
public sealed record LabPlan(string Id, string Subnet, string CgroupPrefix, ImmutableArray<LabNode> Nodes)
{
    [JsonIgnore]
    public string Bridge => $"fl{Id}";

    [JsonIgnore]
    public string BridgeAddress => $"{Subnet}.1";

    public LabNode Node(string name) => Nodes.FirstOrDefault(node => node.Name == name)
        ?? throw new LabException($"there is no node {name} in this lab: it has {string.Join(", ", Nodes.Select(node => node.Name))}");
}

/// <param name="MilliCpu">CPU quota of the node's group in thousandths of a core.</param>
/// <param name="MemoryBytes">Memory limit of the node's group.</param>
/// <param name="BootId">What the node's processes read in /proc/sys/kernel/random/boot_id; a new one each time the host starts.</param>
public sealed record LabNode(
    string Name, int Number, bool IsControl, string Address, long MilliCpu, long MemoryBytes,
    ImmutableSortedDictionary<string, string> Labels, string BootId)
{
    public const int ClusterPort = 4053, DoorPort = 4054, HttpPort = 4055;

    [JsonIgnore]
    public string Door => $"{Address}:{DoorPort}";

    /// <summary>The host's end of the node's cable.</summary>
    public string Link(LabPlan plan) => $"fv{plan.Id}n{Number}";

    public string Cgroup(LabPlan plan) => $"fleet/{plan.CgroupPrefix}-{Name}";
}

/// <summary>What a lab cannot do, in one line with the cure.</summary>
public sealed class LabException(string message) : Exception(message);

[JsonSerializable(typeof(LabPlan))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class LabJson : JsonSerializerContext;
