using Fleet.Containers;
using Fleet.Images.Snapshots;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Tests.Recipe;

public class SharedNamespacesTests
{
    private static readonly NamespaceChoice Other = new(NamespaceOrigin.Container, "0000000000000009");

    private static ContainerSetup Make(RecipeInput input) => ContainerRecipe.Make(input, new SnapshotMounts([]));

    private static RecipeInput With(NamespaceChoices spaces) => A.Input(A.Record(A.Spec with { Namespaces = spaces })) with
    {
        Joined = new JoinedNamespaces(new Dictionary<string, string> { ["pid"] = "/p", ["ipc"] = "/i", ["network"] = "/n", ["uts"] = "/u" }, "/m", "0000000000000009"),
        RecordOf = _ => A.Record(A.Spec with { Hostname = "other" }),
    };

    private static (string Type, string Source)? SharedMemory(NamespaceChoices spaces) =>
        Make(With(spaces)).Spec.Mounts.SingleOrDefault(mount => mount.Destination == "/dev/shm") is { } mount ? (mount.Type!, mount.Source!) : null;

    [Fact]
    public void What_is_the_hosts_is_not_named_and_what_is_joined_has_a_path()
    {
        var spaces = Make(With(new() { Pid = Other, Ipc = NamespaceChoice.Host, Uts = new(NamespaceOrigin.Path, "/x"), Cgroup = NamespaceChoice.Host })).Spec.Linux.Namespaces;
        Assert.Equal(["mount", "pid /p", "network", "uts /x"], spaces.Select(space => $"{space.Type} {space.Path}".Trim()));
    }

    [Fact]
    public void Clocks_make_a_time_namespace()
    {
        var linux = Make(With(new() { Time = new TimeOffsets(TimeSpan.FromSeconds(-0.5), TimeSpan.FromDays(1)) })).Spec.Linux;
        Assert.Contains(linux.Namespaces, space => space is { Type: "time", Path: null });
        Assert.Equal((-1L, 500_000_000u), (linux.TimeOffsets["monotonic"].Secs, linux.TimeOffsets["monotonic"].Nanosecs));
        Assert.Equal(86_400, linux.TimeOffsets["boottime"].Secs);
    }

    [Fact]
    public void Shared_memory_goes_with_the_ipc_namespace()
    {
        Assert.Equal(("shared", "/m"), SharedMemory(new() { Ipc = Other }));
        Assert.Equal(("bind", "/dev/shm"), SharedMemory(new() { Ipc = NamespaceChoice.Host }));
        Assert.Null(SharedMemory(new() { IpcSharing = IpcSharing.None }));
        var own = With(new() { IpcSharing = IpcSharing.Private }) with { Joined = JoinedNamespaces.None };
        Assert.Equal("tmpfs", Make(own).Spec.Mounts.Single(mount => mount.Destination == "/dev/shm").Type);
    }

    [Fact]
    public void The_host_name_is_that_of_whom_it_shares_it_with()
    {
        var network = Make(With(new() { Network = Other }));
        Assert.Equal(("other", "other", "0000000000000009"), (network.Spec.Hostname, network.HostnameContent, network.EtcOf));
        Assert.Contains("HOSTNAME=other", network.Spec.Process!.Env);
        var uts = Make(With(new() { Uts = Other }));
        Assert.Null(uts.Spec.Hostname);
        Assert.Contains("HOSTNAME=other", uts.Spec.Process!.Env);
        Assert.Contains($"HOSTNAME={Environment.MachineName}", Make(With(new() { Uts = NamespaceChoice.Host })).Spec.Process!.Env);
    }

    [Theory]
    [InlineData(false, null, true, "ridmap")]
    [InlineData(true, null, true, "noidmap")]
    [InlineData(false, null, false, "noidmap")]
    [InlineData(true, true, false, "ridmap")]
    [InlineData(false, false, true, "noidmap")]
    public void Folders_to_write_to_are_the_containers_and_the_rest_is_the_hosts(bool readOnly, bool? asked, bool folder, string expected)
    {
        var record = A.Record(A.Spec with { Mounts = [new(MountType.Bind, "/b", "/m", readOnly) { IdMapped = asked }] }) with { UserRange = new IdRange(1_000_000_000, 65_536) };
        var mount = Make(A.Input(record) with { IsFolder = _ => folder }).Spec.Mounts.Single(m => m.Destination == "/m");
        Assert.Equal(expected, mount.Options[^1]);
    }

    [Fact]
    public void A_volume_is_the_containers_in_any_case()
    {
        var record = A.Record(A.Spec with { Mounts = [new(MountType.Volume, "data", "/m", true)] }) with { UserRange = new IdRange(1_000_000_000, 65_536) };
        Assert.Equal("ridmap", Make(A.Input(record)).Spec.Mounts.Single(m => m.Destination == "/m").Options[^1]);
    }

    [Fact]
    public void Root_as_one_user_has_that_users_group_but_never_the_nodes_root_group()
    {
        const string Passwd = "root:x:0:0::/root:/bin/sh\nbad line\nbob:x:1000:100::/:/bin/sh\nop:x:11:0:op:/:/bin/sh\n";
        Assert.Equal((100u, 11u, 77u), (HostUsers.GroupOf(1000, Passwd), HostUsers.GroupOf(11, Passwd), HostUsers.GroupOf(77, Passwd)));
        var linux = Make(A.Input(A.Record() with { UserRange = new IdRange(1000, 1), GroupRange = new IdRange(100, 1) })).Spec.Linux;
        Assert.Equal((1000u, 100u, 1u), (linux.UidMappings[0].HostID, linux.GidMappings[0].HostID, linux.GidMappings[0].Size));
    }

    [Fact]
    public void Ranges_of_an_earlier_configuration_are_kept_clear_of()
    {
        var ranges = new UserRanges(1_000_000_000);
        Assert.Equal(1_000_131_072u, ranges.Next([new IdRange(1_000_000_100, 65_536)]).First);
        Assert.Equal(1_000_065_536u, ranges.Next([new IdRange(999_999_999, 65_536), new IdRange(1000, 1)]).First);
        Assert.Contains("pool", Assert.Throws<EngineException>(() => ranges.Single(1_000_000_005)).Message, StringComparison.Ordinal);
        Assert.Equal(new IdRange(1000, 1), ranges.Single(1000));
    }
}
