using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Serialization;
using Fleet.Protocol.Workers;

namespace Fleet.Protocol.Tests.Serialization;

/// <summary>Fields that version 1 was given later: absent where nothing is said, so the golden bytes stay.</summary>
public sealed class JobLimitsTests
{
    private static readonly ContainerLimits Limits = new() { MilliCpu = 1000, MemoryBytes = 64 << 20, MemorySwapBytes = -1, Pids = 10 };

    [Fact]
    public void The_limits_of_a_job_travel_with_it()
    {
        var read = (Request)FleetCodecs.Read("request/1", FleetCodecs.Write(new Request("r1", new SubmitJob(Samples.Job with { NodeLimits = Limits }))));
        Assert.Equal(Limits, ((SubmitJob)read.Command).Job.NodeLimits);
    }

    [Fact]
    public void Limits_of_jobs_travel_with_assignments()
    {
        var said = new JobLimits("web", "sha256:v2", Limits);
        var set = new AssignmentSet { Epoch = 1, Session = 1, Number = 1, JobLimits = [said] };
        var read = (Assign)FleetCodecs.Read(FleetCodecs.Of(new Assign(set)).Manifest, FleetCodecs.Write(new Assign(set)));
        Assert.Equal(said, Assert.Single(read.Set.JobLimits));
    }
}
