using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;
using Fleet.Scheduling.Plan;

namespace Fleet.Scheduling.Tests.Plan;

/// <summary>Nodes and groups in few words.</summary>
internal sealed class Cluster
{
    public Cluster()
    {
        Feasibility = new Feasibility(Nodes);
        Planner = new Planner(Nodes, Feasibility);
    }

    public NodeTable Nodes { get; } = new();

    public Feasibility Feasibility { get; }

    public Planner Planner { get; }

    public Cluster Node(string name, long memory = 4L << 30, long milliCpu = 4000, params string[] labels)
    {
        int row = Nodes.Add(name);
        Nodes.SetAllocatable(row, new Resources(milliCpu, memory, 1000));
        Nodes.SetProfile(row, new NodeProfile(name, ["worker"], "x86_64", labels.Select(label => label.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])));
        Nodes.Ports(row).Report(20000, 20099, []);
        Nodes.Ready[row] = true;
        return this;
    }

    public PlacementPlan Plan(TaskGroup group, int count, ulong seed = 1, Dictionary<int, int>? siblings = null) =>
        Planner.Plan(new GroupRequest($"job.{group.Name}", new GroupNeeds(group), [.. Enumerable.Range(0, count).Select(index => new ReplicaWish(index))], siblings ?? [], seed));

    public static TaskGroup Group(long memory = 0, long milliCpu = 0, params Constraint[] constraints) => new()
    {
        Name = "g", Container = new ContainerSpec { Image = "base" }, Reserved = new Resources(milliCpu, memory, 0), Constraints = [.. constraints],
    };
}
