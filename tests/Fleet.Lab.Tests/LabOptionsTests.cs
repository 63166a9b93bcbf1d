using Fleet.Lab.Plans;

namespace Fleet.Lab.Tests;

public sealed class LabOptionsTests
{
    [Fact]
    public void Two_control_hosts_are_refused_with_the_reason()
    {
        var refused = Assert.Throws<LabException>(() => new LabOptions { Control = 2 }.Check());
        Assert.Contains("majority", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(0), InlineData(201)]
    public void A_number_of_nodes_out_of_range_is_refused_with_the_range(int nodes) =>
        Assert.Contains("1 to 200", Assert.Throws<LabException>(() => new LabOptions { Nodes = nodes }.Check()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_for_a_node_that_will_not_be_there_is_refused()
    {
        var options = new LabOptions { Nodes = 2, Labels = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["n3"] = new Dictionary<string, string>() } };
        Assert.Contains("n1 to n2", Assert.Throws<LabException>(options.Check).Message, StringComparison.Ordinal);
    }
}
