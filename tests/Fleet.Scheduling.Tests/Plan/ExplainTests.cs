using Fleet.Model;
using Fleet.Scheduling.Explain;

namespace Fleet.Scheduling.Tests.Plan;

public sealed class ExplainTests
{
    private static Constraint Label(string key, ConstraintOperator op, string value = "") => new($"node.labels.{key}", op, value);

    [Fact]
    public void Every_filter_is_counted_in_words()
    {
        var cluster = new Cluster().Node("n1").Node("n2", labels: "zone=b").Node("n3", labels: "zone=a").Node("n4", memory: 1L << 30, labels: "zone=a").Node("n5", milliCpu: 500, labels: "zone=a").Node("n6", labels: "zone=a");
        cluster.Nodes.Ready[2] = false;
        cluster.Nodes.Ports(5).Take(new AssignedPort("p", 6900));
        var group = Cluster.Group(memory: 2L << 30, milliCpu: 1000, Label("zone", ConstraintOperator.Equal, "a")) with { Ports = [new PortRequest("p", 6900)] };

        Assert.Equal(
            "6 nodes: 1 disconnected, 2 without label zone=a, 1 with port 6900 in use, 1 without enough CPU (needs 1 core, most free is 0.5 cores), "
            + "1 without enough memory (needs 2 GiB, most free is 1 GiB)",
            cluster.Plan(group, 1).Explanation!.Reason);
    }

    [Theory]
    [InlineData("node.labels.zone", ConstraintOperator.NotEqual, "a", "1 node: 1 with label zone=a")]
    [InlineData("node.labels.disk", ConstraintOperator.IsSet, "", "1 node: 1 without label disk")]
    [InlineData("node.labels.zone", ConstraintOperator.IsNotSet, "", "1 node: 1 with label zone")]
    [InlineData("node.hostname", ConstraintOperator.Equal, "n9", "1 node: 1 without node.hostname=n9")]
    [InlineData("node.platform.arch", ConstraintOperator.Equal, "arm64", "1 node: 1 without node.platform.arch=arm64")]
    [InlineData("node.role", ConstraintOperator.Equal, "manager", "1 node: 1 without node.role=manager")]
    public void Every_operator_has_its_words(string attribute, ConstraintOperator op, string value, string reason)
    {
        var cluster = new Cluster().Node("n1", labels: "zone=a");
        Assert.Equal(reason, cluster.Plan(Cluster.Group(constraints: new Constraint(attribute, op, value)), 1).Explanation!.Reason);
    }

    [Theory]
    [InlineData("node.labels.zone", ConstraintOperator.Equal, "a")]
    [InlineData("node.labels.zone", ConstraintOperator.IsSet, "")]
    [InlineData("node.labels.router", ConstraintOperator.NotEqual, "1")]
    [InlineData("node.labels.router", ConstraintOperator.IsNotSet, "")]
    [InlineData("node.hostname", ConstraintOperator.Equal, "n1")]
    [InlineData("node.id", ConstraintOperator.Equal, "n1")]
    [InlineData("node.role", ConstraintOperator.Equal, "worker")]
    [InlineData("node.platform.os", ConstraintOperator.Equal, "linux")]
    [InlineData("node.platform.arch", ConstraintOperator.Equal, "amd64")]
    [InlineData("node.platform.arch", ConstraintOperator.Equal, "x86_64")]
    public void A_node_that_meets_the_constraint_is_taken(string attribute, ConstraintOperator op, string value)
    {
        var cluster = new Cluster().Node("n1", labels: "zone=a");
        Assert.Single(cluster.Plan(Cluster.Group(constraints: new Constraint(attribute, op, value)), 1).Choices);
    }

    [Fact]
    public void Without_nodes_none_has_joined() => Assert.Equal("no node has joined", new Cluster().Plan(Cluster.Group(), 1).Explanation!.Reason);

    [Fact]
    public void What_is_larger_than_any_node_says_so()
    {
        var cluster = new Cluster().Node("n1", memory: 2L << 30, milliCpu: 1000).Node("n2", memory: 1L << 30, milliCpu: 2000);
        Assert.Equal("larger than any node (needs 100 GiB of memory, the largest has 2 GiB)", Explainer.LargerThanAnyNode(cluster.Nodes, new Resources(1, 100L << 30, 1)));
        Assert.Equal("no node has enough of everything at once", Explainer.LargerThanAnyNode(cluster.Nodes, new Resources(2000, 2L << 30, 1)));
        Assert.Null(Explainer.LargerThanAnyNode(cluster.Nodes, new Resources(2000, 1L << 30, 1)));
    }

    [Fact]
    public void Numbers_do_not_change_the_kind_of_a_reason()
    {
        var one = new Explanation("2 nodes: 1 without enough memory (needs 2 GiB, most free is 512 MiB)", default);
        Assert.Equal(one.Kind, (one with { Reason = "3 nodes: 2 without enough memory (needs 2.5 GiB, most free is 100 MiB)" }).Kind);
        Assert.NotEqual(one.Kind, (one with { Reason = "2 nodes: 1 disconnected" }).Kind);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(512L << 20, "512 MiB")]
    [InlineData(2L << 30, "2 GiB")]
    public void Bytes_in_words(long bytes, string words) => Assert.Equal(words, Amounts.Bytes(bytes));
}
