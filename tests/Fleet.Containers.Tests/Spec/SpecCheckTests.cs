using Fleet.Containers.Spec;

namespace Fleet.Containers.Tests.Spec;

public sealed class SpecCheckTests
{
    private static readonly ContainerSetup Fine = new()
    {
        Id = "x", Spec = RuntimeSpecDefaults.Create(["true"]), Cgroup = new CgroupPlace("job", "x"),
        RootMounts = [new RootMount("bind", "/tmp", "/", [])],
    };

    [Fact]
    public void The_defaults_are_fine() => SpecCheck.Check(Fine);

    [Fact]
    public void All_faults_come_at_once_each_with_its_field()
    {
        var thrown = Assert.Throws<SpecException>(() => SpecCheck.Check(Fine with
        {
            Id = "../x",
            Spec = Fine.Spec with
            {
                Hostname = new string('h', 65),
                Process = new ProcessSpec
                {
                    Args = ["x"], Cwd = "rel", Rlimits = [new RlimitSpec("RLIMIT_X", 1, 2)], Capabilities = CapabilitiesSpec.Of(["CAP_FLY"]),
                },
            },
        }));
        Assert.Equal(5, thrown.Faults.Count);
        Assert.Contains("CAP_FLY", thrown.Message);
        Assert.Contains("RLIMIT_X", thrown.Message);
    }

    [Theory]
    [InlineData("fs.file-max", "would change the host")]
    [InlineData("kernel.panic", "would change the host")]
    [InlineData("net.ipv4.ip_forward", "shares with the host")]
    [InlineData("net..x", "no name")]
    public void A_parameter_that_is_the_hosts_is_refused_with_the_reason(string key, string reason)
    {
        NamespaceSpec[] spaces = [new("mount"), new("ipc")];     // the node's network
        string fault = Assert.Single(SysctlCheck.Faults(new Dictionary<string, string> { [key] = "1" }, spaces));
        Assert.Contains(key, fault);
        Assert.Contains(reason, fault);
    }

    [Theory]
    [InlineData("kernel.shmmax")]
    [InlineData("fs.mqueue.msg_max")]
    [InlineData("net.ipv4.ip_forward")]
    [InlineData("net/core/somaxconn")]
    public void A_parameter_of_its_own_namespaces_is_fine(string key) => Assert.Empty(SysctlCheck.Faults(
        new Dictionary<string, string> { [key] = "1" }, [new("mount"), new("ipc"), new("network")]));

    [Theory]
    [InlineData("/", "is the root itself")]
    [InlineData("/a/..", "is the root itself")]
    [InlineData("a", "not an absolute path")]
    [InlineData("/proc/", "two mounts have the target '/proc'")]
    public void A_mount_at_an_impossible_place_is_refused_by_its_target(string target, string reason)
    {
        IEnumerable<MountSpec> mounts = [.. RuntimeSpecDefaults.Mounts(), new MountSpec { Destination = target, Source = "/tmp", Type = "bind" }];
        Assert.Contains(reason, Assert.Single(MountCheck.Faults([.. mounts])));
    }

    [Fact]
    public void A_bind_of_nothing_names_what_is_missing() => Assert.Contains(
        "/no/such", Assert.Single(MountCheck.Faults([new MountSpec { Destination = "/a", Source = "/no/such", Options = ["rbind"] }])));
}
