using System.Collections.Immutable;

namespace Fleet.Model.Tests.Validation;

public sealed class JobValidatorTests
{
    private static readonly Job Web = Job.Service("web", "web:1");

    [Fact]
    public void A_plain_job_is_good()
    {
        Assert.Empty(JobValidator.Validate(Web with { Replicas = 6 }));
        Assert.Empty(JobValidator.Validate(Job.Batch("sum", "sum") with { Retries = 2 }));
    }

    [Fact]
    public void Scaled_down_to_nothing_is_good() => Assert.Empty(JobValidator.Validate(Web with { Replicas = 0 }));

    [Fact]
    public void All_faults_are_said_at_once()
    {
        Job job = Web with { Name = "Web_1", Replicas = -1, Limits = new ContainerLimits { MemoryBytes = 1 << 20, MilliCpu = 1 } };
        string[] paths = [.. JobValidator.Validate(job).Select(fault => fault.Path)];
        Assert.Equal(["name", "services.web.deploy.replicas", "services.web.deploy.resources.limits.cpus", "services.web.deploy.resources.limits.memory"], paths);
    }

    public static TheoryData<string, string, Job> Bad() => new()
    {
        { "name", "such as 'my-job'", Web with { Name = "My Job" } },
        { "name", "is empty", Web with { Name = "" } },
        { "name", "64 characters", Web with { Name = new string('a', 64) } },
        { "services", "no service", Web with { Groups = default } },
        { "services.web", "2 services have this name", Web with { Groups = [Web.Groups[0], Web.Groups[0]] } },
        { "services", "at most 1000000", Web with { Replicas = 1_000_001 } },
        { "services.web.x-fleet.retries", "only a batch", Web with { Retries = 1 } },
        { "services.web.image", "capital letters", Job.Service("web", "Web") },
        { "services.web.deploy.placement.constraints[0]", "not an attribute", Web with { Constraints = [new Constraint("zone", ConstraintOperator.Equal, "a")] } },
        { "services.web.deploy.resources.limits.cpus", "the least is 0.01", Web with { Limits = new ContainerLimits { MilliCpu = 1 } } },
        { "services.web.deploy.resources.limits.memory", "too low: the least is 6m", Web with { Limits = new ContainerLimits { MemoryBytes = 4 << 20 } } },
        { "services.web.memswap_limit", "needs a memory limit", Web with { Limits = new ContainerLimits { MemorySwapBytes = 64 << 20 } } },
        { "services.web.memswap_limit", "less than the memory limit", Web with { Limits = new ContainerLimits { MemoryBytes = 64 << 20, MemorySwapBytes = 32 << 20 } } },
        { "services.web.cpu_shares", "1 CPU shares are out of range", Web with { Limits = new ContainerLimits { CpuShares = 1 } } },
        { "services.web.cpuset", "not a list of CPUs", Web with { Limits = new ContainerLimits { CpusetCpus = "0-" } } },
        { "services.web.deploy.resources.limits.pids", "below -1", Web with { Limits = new ContainerLimits { Pids = -2 } } },
        { "services.web.deploy.resources.reservations.memory", "more than the limit", Web with { Reserved = new Resources(0, 64 << 20, 0), Limits = new ContainerLimits { MemoryBytes = 32 << 20 } } },
        { "services.web.deploy.resources.limits.cpus", "1.5 is more than the 1 that all tasks of the job", Web with { Limits = new ContainerLimits { MilliCpu = 1500 }, NodeLimits = new ContainerLimits { MilliCpu = 1000 } } },
        { "services.web.deploy.resources.limits.memory", "64m is more than the 32m", Web with { Limits = new ContainerLimits { MemoryBytes = 64 << 20 }, NodeLimits = new ContainerLimits { MemoryBytes = 32 << 20 } } },
        { "services.web.deploy.resources.limits.pids", "20 is more than the 10", Web with { Limits = new ContainerLimits { Pids = 20 }, NodeLimits = new ContainerLimits { Pids = 10 } } },
        { "services.web.deploy.resources.reservations.cpus", "2 is more than the 1", Web with { Reserved = new Resources(2000, 0, 0), NodeLimits = new ContainerLimits { MilliCpu = 1000 } } },
        { "x-fleet.limits.cpus", "the least is 0.01", Web with { NodeLimits = new ContainerLimits { MilliCpu = 5 } } },
        { "x-fleet.limits.memory", "the least is 6m", Web with { NodeLimits = new ContainerLimits { MemoryBytes = 1 << 20 } } },
        { "x-fleet.limits.memswap_limit", "needs a memory limit", Web with { NodeLimits = new ContainerLimits { MemorySwapBytes = 64 << 20 } } },
        { "services.web.ports", "needs bridge networking, which this version lacks", Web with { Ports = [new PortRequest("http", 80)] } },
        { "services.web.x-fleet.ports", "needs bridge networking", Web with { Ports = [new PortRequest("http")] } },
        { "services.web.x-fleet.ports", "share the variable FLEET_PORT_A_B", Web with { Network = NetworkMode.Host, Ports = [new PortRequest("a-b"), new PortRequest("A_B")] } },
        { "services.web.ports", "asked for 2 times", Web with { Network = NetworkMode.Host, Ports = [new PortRequest("a", 80), new PortRequest("b", 80)] } },
        { "services.web.volumes[0]", "must not be '/'", Web with { Mounts = [new MountSpec(MountType.Bind, "/x", "/")] } },
        { "services.web.volumes[1]", "'/a' is the target of 2 mounts", Web with { Mounts = [new MountSpec(MountType.Bind, "/x", "/a"), new MountSpec(MountType.Volume, "v", "/a/")] } },
        { "services.web.volumes[0]", "absolute path of the node", Web with { Mounts = [new MountSpec(MountType.Bind, "x", "/a")] } },
        { "services.web.environment.FLEET_JOB", "set by Fleet itself", Web with { Environment = new Dictionary<string, string> { ["FLEET_JOB"] = "x" } } },
        { "services.web.environment.", "has no name", Web with { Environment = new Dictionary<string, string> { [""] = "x" } } },
        { "services.web.stop_signal", "not a signal", Web with { Container = Web.Container with { StopSignal = "NOPE" } } },
        { "services.web.user", "not a user", Web with { Container = Web.Container with { User = ":" } } },
        { "services.web.cap_add[0]", "did you mean 'NET_ADMIN'", Web with { Container = Web.Container with { CapAdd = ["NET_ADMN"] } } },
        { "services.web.ulimits.nofile", "above the hard", Web with { Container = Web.Container with { Ulimits = [new Ulimit("nofile", 2, 1)] } } },
        { "services.web.working_dir", "absolute path", Web with { Container = Web.Container with { WorkingDirectory = "x" } } },
        { "services.web.deploy.restart_policy.delay", "out of range", Web with { Restart = RestartPolicy.Default with { Delay = TimeSpan.FromSeconds(-1) } } },
        { "services.web.x-fleet.disconnect.lost_after", "above 0", Web with { Disconnect = DisconnectPolicy.Default with { LostAfter = TimeSpan.Zero } } },
        { "services.web.x-fleet.volumes.data", "mounts no volume 'data'", Web with { Groups = [Web.Groups[0] with { RecreateVolumes = ["data"] }] } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_fault_has_its_field_and_its_cure(string path, string says, Job job)
    {
        IReadOnlyList<FieldError> faults = JobValidator.Validate(job);
        Assert.Contains(faults, fault => fault.Path == path && fault.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Nested_mount_targets_are_good()
    {
        Job job = Web with { Mounts = [new MountSpec(MountType.Bind, "/B", "/a/b"), new MountSpec(MountType.Bind, "/A", "/a")] };
        Assert.Empty(JobValidator.Validate(job));
    }

    [Fact]
    public void Lists_that_were_never_set_are_empty_ones()
    {
        TaskGroup group = Web.Groups[0];
        Job job = Web with
        {
            Groups = [group with { Ports = default, Constraints = default, RecreateVolumes = default, Container = group.Container with { Mounts = default, Ulimits = default, CapAdd = default, Command = default } }],
        };
        Assert.Empty(JobValidator.Validate(job));
        Assert.Equal(JobDigest.Of(Web), JobDigest.Of(job));
    }

    [Fact]
    public void A_job_of_several_groups_can_be_written_as_text() =>
        Assert.Equal("job 'web'", (Web with { Groups = [Web.Groups[0], Web.Groups[0] with { Name = "b" }] }).ToString());
}
