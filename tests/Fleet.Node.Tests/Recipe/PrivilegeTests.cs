using Fleet.Linux.Cgroups;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Tests.Recipe;

public class PrivilegeTests
{
    [Fact]
    public void Capabilities_are_added_to_and_taken_from_dockers_set()
    {
        var set = CapabilitiesOf.Container(A.Spec with { CapAdd = ["net_admin"], CapDrop = ["CAP_CHOWN"] }, ulong.MaxValue).Bounding;
        Assert.Contains("CAP_NET_ADMIN", set);
        Assert.DoesNotContain("CAP_CHOWN", set);
        Assert.Equal(14, set.Count);
    }

    [Fact]
    public void All_of_one_list_yields_to_names_of_the_other()
    {
        Assert.Equal(["CAP_KILL"], CapabilitiesOf.Container(A.Spec with { CapDrop = ["ALL"], CapAdd = ["KILL"] }, ulong.MaxValue).Bounding);
        var most = CapabilitiesOf.Container(A.Spec with { CapAdd = ["ALL"], CapDrop = ["SYS_ADMIN"] }, ulong.MaxValue).Bounding;
        Assert.Equal(40, most.Count);
        Assert.DoesNotContain("CAP_SYS_ADMIN", most);
        Assert.DoesNotContain("CAP_ALL", most);
    }

    [Fact]
    public void All_is_what_the_agent_has_itself_and_more_by_name_is_refused()
    {
        const ulong without = ulong.MaxValue & ~(1UL << 24);    // CAP_SYS_RESOURCE
        Assert.DoesNotContain("CAP_SYS_RESOURCE", CapabilitiesOf.Container(A.Spec with { Privileged = true }, without).Bounding);
        Assert.DoesNotContain("CAP_SYS_RESOURCE", CapabilitiesOf.Container(A.Spec with { CapAdd = ["ALL"] }, without).Bounding);
        var error = Assert.Throws<EngineException>(() => CapabilitiesOf.Container(A.Spec with { CapAdd = ["sys_resource"] }, without));
        Assert.Contains("CAP_SYS_RESOURCE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_devices_brings_all_in_it_at_the_same_places()
    {
        var grant = DevicesOf.Container(
            A.Spec with { Devices = ["/dev/snd:/dev/sound:r"] }, path => path == "/dev/snd/timer" ? new HostDevice(false, 116, 33, 0x1B0, 0, 29) : null,
            folder => folder == "/dev/snd" ? ["/dev/snd/timer"] : []);
        var node = Assert.Single(grant.Nodes);
        Assert.Equal(("/dev/sound/timer", "/dev/snd/timer", 29u), (node.Path, node.HostPath, node.Gid));
    }

    [Fact]
    public void Rules_for_devices_stand_behind_the_default_ones()
    {
        var rules = DevicesOf.Container(A.Spec with { DeviceRules = ["b *:3 rw"] }, _ => null, _ => []).Rules!;
        Assert.Equal(new DeviceRule(true, DeviceKind.Block, null, 3, DeviceAccess.Read | DeviceAccess.Write), rules[^1]);
        Assert.Null(DevicesOf.Container(A.Spec, _ => null, _ => []).Rules);
    }

    [Fact]
    public void A_device_brings_its_node_and_a_rule_for_it()
    {
        var grant = DevicesOf.Container(A.Spec with { Devices = ["/dev/zero:/dev/z:r"] }, path => path == "/dev/zero" ? new HostDevice(false, 1, 5) : null, _ => []);
        var node = Assert.Single(grant.Nodes);
        Assert.Equal(("/dev/z", "c", 1L, 5L), (node.Path, node.Type, node.Major, node.Minor));
        Assert.Equal(new DeviceRule(true, DeviceKind.Character, 1, 5, DeviceAccess.Read), grant.Rules![^1]);
    }

    [Fact]
    public void What_is_no_device_is_refused_by_name()
    {
        var error = Assert.Throws<EngineException>(() => DevicesOf.Container(A.Spec with { Devices = ["/dev/none"] }, _ => null, _ => []));
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
