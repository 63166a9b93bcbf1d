using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Images.Snapshots;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Tests.Recipe;

public class ContainerRecipeTests
{
    [Fact]
    public void A_local_container_stands_in_the_group_local_under_its_id()
    {
        var setup = Make(A.Record() with { Run = 2 });
        Assert.Equal(new CgroupPlace("local", A.Record().Id.ToString()), setup.Cgroup);
        Assert.Equal(A.Record().Id.ToString(), setup.Id);
        Assert.False(setup.Result);
    }

    [Fact]
    public void A_task_stands_in_its_jobs_group_and_may_return_a_result()
    {
        var setup = Make(A.Task());
        Assert.Equal("web", setup.Cgroup.Job);
        Assert.True(setup.Result);
        Assert.Equal("web.app.3", setup.Spec.Hostname);
    }

    [Fact]
    public void The_network_is_a_namespace_of_its_own_or_the_nodes()
    {
        Assert.Contains(Make(A.Record()).Spec.Linux.Namespaces, space => space.Type == "network");
        Assert.DoesNotContain(Make(A.Record(A.Spec with { Network = NetworkMode.Host })).Spec.Linux.Namespaces, space => space.Type == "network");
    }

    [Fact]
    public void A_private_user_namespace_maps_root_to_the_first_id_of_its_range()
    {
        var linux = Make(A.Record() with { UserRange = new IdRange(1_000_065_536, 65_536) }).Spec.Linux;
        Assert.Contains(linux.Namespaces, space => space.Type == "user");
        Assert.Equal((0u, 1_000_065_536u, 65_536u), (linux.UidMappings[0].ContainerID, linux.UidMappings[0].HostID, linux.UidMappings[0].Size));
        Assert.Equal(linux.UidMappings, linux.GidMappings);
    }

    [Fact]
    public void Mounts_are_made_from_the_outside_in_whatever_their_order()
    {
        var spec = A.Spec with { Mounts = [new(MountType.Bind, "/b", "/a/b", true), new(MountType.Volume, "data", "/a")] };
        var mounts = Make(A.Record(spec)).Spec.Mounts.TakeLast(2).ToList();
        Assert.Equal(["/a", "/a/b"], mounts.Select(mount => mount.Destination));
        Assert.Equal("/volumes/data", mounts[0].Source);
        Assert.Contains("rro", mounts[1].Options);
    }

    [Fact]
    public void A_users_mount_takes_the_place_of_a_standard_one()
    {
        var spec = A.Spec with { Mounts = [new(MountType.Tmpfs, "", "/dev/shm") { TmpfsBytes = 1 << 20 }] };
        var shm = Assert.Single(Make(A.Record(spec)).Spec.Mounts, mount => mount.Destination == "/dev/shm");
        Assert.Contains("size=1048576", shm.Options);
    }

    [Fact]
    public void The_images_volumes_are_anonymous_unless_the_user_covers_them()
    {
        var image = new ImageConfig { Cmd = ["sh"], Volumes = ["/data", "/cache/"] };
        var spec = A.Spec with { Mounts = [new(MountType.Bind, "/x", "/data")] };
        Assert.Equal([new VolumeNeed("", "/cache", false, false)], VolumePlan.Of(spec, image));
    }

    [Fact]
    public void Limits_arrive_in_the_runtimes_terms()
    {
        var limits = Make(A.Record(A.Spec with { Limits = new() { MilliCpu = 500, MemoryBytes = 64 << 20, Pids = 20 } })).Limits;
        Assert.Equal((0.5, 64L << 20, 20L), (limits.Cpus, limits.Memory, limits.Pids));
        Assert.Null(limits.Devices);
    }

    [Fact]
    public void The_silence_of_the_agent_counts_for_tasks_that_say_so_only()
    {
        var policy = DisconnectPolicy.Default with { StopOnClientAfter = TimeSpan.FromSeconds(9) };
        Assert.Equal(TimeSpan.FromSeconds(9), Make(A.Task() with { Disconnect = policy }).StopAfterSilence);
        Assert.Null(Make(A.Record() with { Disconnect = policy }).StopAfterSilence);
    }

    private static ContainerSetup Make(AllocationRecord record, ImageConfig? image = null) =>
        ContainerRecipe.Make(A.Input(record, image), new SnapshotMounts([]));
}
