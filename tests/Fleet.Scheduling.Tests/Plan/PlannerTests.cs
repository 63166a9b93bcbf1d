using CsCheck;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Plan;

namespace Fleet.Scheduling.Tests.Plan;

public sealed class PlannerTests
{
    private static IEnumerable<string> Names(Cluster cluster, PlacementPlan plan) => plan.Choices.Select(choice => cluster.Nodes.Name(choice.Row));

    [Fact]
    public void The_node_with_the_fewest_of_the_group_comes_first_then_the_one_that_fits_best()
    {
        var cluster = new Cluster().Node("large", memory: 8L << 30).Node("small", memory: 2L << 30);
        Assert.Equal(["small", "large"], Names(cluster, cluster.Plan(Cluster.Group(memory: 1L << 30), 2)));
        Assert.Equal(["large"], Names(cluster, cluster.Plan(Cluster.Group(memory: 1L << 30), 1, siblings: new() { [1] = 1 })));
    }

    [Fact]
    public void A_plan_leaves_the_table_as_it_was()
    {
        var cluster = new Cluster().Node("n1").Node("n2");
        cluster.Plan(Cluster.Group() with { Ports = [new PortRequest("p"), new PortRequest("q", 6900)] }, 5);
        Assert.Equal(cluster.Nodes.Allocatable(0), cluster.Nodes.Free(0));
        Assert.True(cluster.Nodes.Ports(0).IsFree(6900, PortProtocol.Tcp));
        Assert.True(cluster.Nodes.Ports(0).IsFree(20000, PortProtocol.Tcp));
    }

    [Fact]
    public void A_replica_goes_back_to_its_home_before_others_take_the_room()
    {
        var cluster = new Cluster().Node("n1", memory: 1L << 30).Node("n2", memory: 1L << 30);
        var needs = new GroupNeeds(Cluster.Group(memory: 1L << 30));
        for (int home = 0; home < 2; home++)
        {
            var plan = cluster.Planner.Plan(new GroupRequest("j.g", needs, [new ReplicaWish(0), new ReplicaWish(1, Home: home)], new Dictionary<int, int>(), 1));
            Assert.Equal(home, plan.Choices.Single(choice => choice.Index == 1).Row);
            Assert.Equal(1 - home, plan.Choices.Single(choice => choice.Index == 0).Row);
        }
    }

    [Fact]
    public void A_node_to_be_avoided_is_taken_only_when_there_is_no_other()
    {
        var cluster = new Cluster().Node("n1").Node("n2");
        var needs = new GroupNeeds(Cluster.Group());
        for (int avoid = 0; avoid < 2; avoid++)
        {
            var plan = cluster.Planner.Plan(new GroupRequest("j.g", needs, [new ReplicaWish(0, Avoid: avoid)], new Dictionary<int, int>(), 1));
            Assert.Equal(1 - avoid, plan.Choices.Single().Row);
        }
        cluster.Nodes.Ready[1] = false;
        Assert.Equal(0, cluster.Planner.Plan(new GroupRequest("j.g", needs, [new ReplicaWish(0, Avoid: 0)], new Dictionary<int, int>(), 1)).Choices.Single().Row);
    }

    [Fact]
    public void The_same_seed_gives_the_same_plan_and_seeds_differ()
    {
        var first = Enumerable.Range(1, 20).Select(Plan).ToList();
        Assert.Equal(first, Enumerable.Range(1, 20).Select(Plan));
        Assert.True(first.Distinct().Count() > 1);

        static string Plan(int seed)
        {
            var cluster = new Cluster();
            for (int node = 0; node < 8; node++) cluster.Node($"n{node}");
            return string.Join(' ', Names(cluster, cluster.Plan(Cluster.Group(), 3, (ulong)seed)));
        }
    }

    [Fact]
    public void The_best_nodes_are_kept_to_explain_the_decision()
    {
        var cluster = new Cluster().Node("large", memory: 8L << 30).Node("small", memory: 2L << 30).Node("huge", memory: 64L << 30);
        var top = cluster.Plan(Cluster.Group(memory: 1L << 30), 1).Top;
        Assert.Equal(["small", "large", "huge"], top.Select(one => one.Node));
        Assert.Equal(top.Select(one => one.Rank).Order(), top.Select(one => one.Rank));
    }

    // What is placed fits; what is not placed would not have fitted; replicas are even where there is room.
    [Fact]
    public void A_plan_is_feasible_complete_and_even()
    {
        var genNode = Gen.Select(Gen.Long[0, 40], Gen.Long[0, 40], Gen.Bool, Gen.Int[0, 3]);
        Gen.Select(genNode.Array[1, 12], Gen.Long[1, 12], Gen.Long[1, 12], Gen.Int[0, 60], Gen.Bool, Gen.ULong).Sample((nodes, cpu, memory, count, ports, seed) =>
        {
            var cluster = new Cluster();
            for (int at = 0; at < nodes.Length; at++)
            {
                cluster.Node($"n{at}", memory: nodes[at].Item2 << 26, milliCpu: nodes[at].Item1 * 100);
                cluster.Nodes.Ready[at] = nodes[at].Item3;
                cluster.Nodes.Ports(at).Report(20000, 20000 + nodes[at].Item4, []);
            }
            var group = Cluster.Group(memory: memory << 26, milliCpu: cpu * 100);
            if (ports) group = group with { Ports = [new PortRequest("p")] };
            var plan = cluster.Plan(group, count, seed);
            Assert.Equal(Enumerable.Range(0, count), plan.Choices.Select(choice => choice.Index).Concat(plan.Unplaced).Order());

            foreach (var choice in plan.Choices)
            {
                Assert.Equal(Filter.None, cluster.Feasibility.Check(new GroupNeeds(group), choice.Row, null));
                cluster.Nodes.Take(choice.Row, group.Needs);
                foreach (var port in choice.Ports) cluster.Nodes.Ports(choice.Row).Take(port);
            }
            var open = Enumerable.Range(0, nodes.Length).Where(row => cluster.Feasibility.Check(new GroupNeeds(group), row, null) == Filter.None).ToList();
            Assert.True(plan.Unplaced.Count == 0 || open.Count == 0);
            Assert.Equal(plan.Unplaced.Count > 0, plan.Explanation is not null);
            var perNode = Enumerable.Range(0, nodes.Length).Select(row => plan.Choices.Count(choice => choice.Row == row)).ToList();
            foreach (int row in open) Assert.True(perNode[row] >= perNode.Max() - 1);
        }, iter: 2000);
    }
}
