using Fleet.Containers.Plan;
using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Tests.Plan;

public sealed class PlanTests
{
    private static readonly ContainerSetup Setup = new()
    {
        Id = "x", Spec = RuntimeSpecDefaults.Create(["sh"]) with { Hostname = "h" }, Cgroup = new CgroupPlace("job", "x"),
        RootMounts = [new RootMount("overlay", "overlay", "/", ["lowerdir=a:b", "upperdir=/u", "workdir=/w"], "/layers")],
        HostsContent = "x",
    };

    [Fact]
    public void Options_become_flags_and_the_rest_data()
    {
        MountOptions options = MountOptions.Of(["nosuid", "ro", "mode=755", "rw", "size=64k", "rslave", "rbind"]);
        Assert.Equal(MountOptions.NoSuid, options.Flags);
        Assert.Equal("mode=755,size=64k", options.Data);
        Assert.Equal((1u << 19) | (1u << 14), options.Propagation);
        Assert.Equal(BindKind.WithSubmounts, options.Bind);
    }

    [Fact]
    public void The_root_comes_first_then_the_specification_then_fleets_files()
    {
        IReadOnlyList<MountPlan> mounts = MountPlans.Of(Setup, new ContainerFolder("/state/x"));
        Assert.Equal("/", mounts[0].Target);
        Assert.Equal("lowerdir=a:b,upperdir=/u,workdir=/w", mounts[0].Data);
        Assert.Equal("/layers", mounts[0].WorkingFolder);
        Assert.Equal("/proc", mounts[1].Target);
        Assert.Equal(["/etc/hosts", "/etc/hostname", ResultFiles.FolderInside], mounts.Skip(8).Select(mount => mount.Target));
    }

    [Fact]
    public void A_file_of_ones_own_goes_before_fleets()
    {
        ContainerSetup own = Setup with
        {
            Spec = Setup.Spec with { Mounts = [.. Setup.Spec.Mounts, new MountSpec { Destination = "/etc/hosts", Source = "/mine", Options = ["bind"] }] },
        };
        MountPlan hosts = Assert.Single(MountPlans.Of(own, new ContainerFolder("/state/x")), mount => mount.Target == "/etc/hosts");
        Assert.Equal("/mine", hosts.Source);
    }

    [Fact]
    public void The_default_mounts_are_those_of_the_shim() => Assert.Equal(
        StandardMounts.All().Select(mount => (mount.Type, mount.Target, mount.Flags & 15)),
        MountPlans.Of(Setup, new ContainerFolder("/state/x")).Skip(1).Take(7).Select(mount => (mount.Type, mount.Target, mount.Flags & 15)));

    [Fact]
    public void The_default_capabilities_are_dockers() =>
        Assert.Equal(0xa80425fbUL, CapabilityPlans.Of(CapabilitiesSpec.Of(RuntimeSpecDefaults.Capabilities)).Bounding);

    [Fact]
    public void An_environment_keeps_the_last_of_a_name_and_drops_what_has_none() => Assert.Equal(
        ["DUP=2", "EMPTY=", "NEW=x=y"], Environments.Merge(["NOEQ", "DUP=1", "EMPTY=", "=x"], ["DUP=2", "NEW=x=y"]));

    [Fact]
    public void Limits_have_the_kernels_numbers()
    {
        Assert.Equal(7, ResourceLimits.Number("RLIMIT_NOFILE"));
        Assert.Equal(6, ResourceLimits.Number("nproc"));
        Assert.Equal(15, ResourceLimits.Number("RLIMIT_RTTIME"));
        Assert.Equal(-1, ResourceLimits.Number("RLIMIT_X"));
    }

    [Fact]
    public void A_job_called_like_a_leaf_of_fleets_own_gets_another_group()
    {
        Assert.Equal("fleet/web/web.app.1", Lifetime.GroupNames.Container("fleet", new CgroupPlace("web", "web.app.1")));
        Assert.Equal("fleet/shims~/a_b", Lifetime.GroupNames.Container("fleet", new CgroupPlace("shims", "a/b")));
        Assert.Equal("fleet/_/_", Lifetime.GroupNames.Container("fleet", new CgroupPlace("..", "")));
    }

    [Fact]
    public void Two_agents_of_one_parent_have_a_leaf_each_and_the_same_one_again()
    {
        Assert.Equal(Lifetime.GroupNames.Shims("fleet", "/a"), Lifetime.GroupNames.Shims("fleet", "/a"));
        Assert.NotEqual(Lifetime.GroupNames.Shims("fleet", "/a"), Lifetime.GroupNames.Shims("fleet", "/b"));
        Assert.Matches("^fleet/shims~[0-9a-f]{8}$", Lifetime.GroupNames.Shims("fleet", "/a"));
    }
}
