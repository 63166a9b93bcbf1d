using Fleet.Linux.Cgroups;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Tests.Recipe;

public class PrivilegeTests
{
    [Fact]
    public void Capabilities_are_added_to_and_taken_from_dockers_set()
    {
        var set = CapabilitiesOf.Container(A.Spec with { CapAdd = ["net_admin"], CapDrop = ["CAP_CHOWN"] }).Bounding;
        Assert.Contains("CAP_NET_ADMIN", set);
        Assert.DoesNotContain("CAP_CHOWN", set);
        Assert.Equal(14, set.Count);
    }

    [Fact]
    public void All_of_one_list_yields_to_names_of_the_other()
    {
        Assert.Equal(["CAP_KILL"], CapabilitiesOf.Container(A.Spec with { CapDrop = ["ALL"], CapAdd = ["KILL"] }).Bounding);
        var most = CapabilitiesOf.Container(A.Spec with { CapAdd = ["ALL"], CapDrop = ["SYS_ADMIN"] }).Bounding;
        Assert.Equal(40, most.Count);
        Assert.DoesNotContain("CAP_SYS_ADMIN", most);
        Assert.DoesNotContain("CAP_ALL", most);
    }

    [Fact]
    public void A_device_brings_its_node_and_a_rule_for_it()
    {
        var grant = DevicesOf.Container(["/dev/zero:/dev/z:r"], path => path == "/dev/zero" ? new HostDevice(false, 1, 5) : null);
        var node = Assert.Single(grant.Nodes);
        Assert.Equal(("/dev/z", "c", 1L, 5L), (node.Path, node.Type, node.Major, node.Minor));
        Assert.Equal(new DeviceRule(true, DeviceKind.Character, 1, 5, DeviceAccess.Read), grant.Rules![^1]);
    }

    [Fact]
    public void What_is_no_device_is_refused_by_name()
    {
        var error = Assert.Throws<EngineException>(() => DevicesOf.Container(["/dev/none"], _ => null));
        Assert.Contains("/dev/none", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_containers_share_user_ids()
    {
        var ranges = new UserRanges(1_000_000_000);
        var first = ranges.Next([]);
        var second = ranges.Next([first]);
        Assert.Equal((1_000_000_000u, 1_000_065_536u), (first.First, second.First));
        Assert.Equal(first, ranges.Next([second]));
    }

    [Fact]
    public void A_pool_that_is_used_up_says_so()
    {
        var ranges = new UserRanges(2_147_483_000);
        Assert.Equal(EngineError.Unavailable, Assert.Throws<EngineException>(() => ranges.Next([])).Code);
    }
}
