using Fleet.Model;

namespace Fleet.JobFile.Tests;

/// <summary><c>x-fleet: limits</c> at the top of the file.</summary>
public sealed class NodeLimitTests
{
    [Fact]
    public void What_all_of_a_job_may_use_on_a_node_is_read()
    {
        Job job = Read.Good("""
            services: { web: { image: web:1, deploy: { replicas: 2, resources: { limits: { cpus: "0.8" } } } } }
            x-fleet: { limits: { cpus: 1.0, cpu_shares: 512, memory: 64m, memswap_limit: 96m, mem_reservation: 32m, pids: 100 } }
            """);
        Assert.Equal(
            new ContainerLimits
            {
                MilliCpu = 1000, CpuShares = 512, MemoryBytes = 64 << 20, MemorySwapBytes = 96 << 20, MemoryReservationBytes = 32 << 20, Pids = 100,
            },
            job.NodeLimits);
        Assert.Equal(800, job.Groups[0].Container.Limits.MilliCpu);
    }

    [Fact]
    public void A_task_that_asks_for_more_than_all_may_use_is_refused_with_both_numbers_and_its_place()
    {
        string fault = Assert.Single(Read.Faults("""
            services:
              web:
                image: web:1
                deploy:
                  resources:
                    limits: { cpus: "1.5" }
            x-fleet: { limits: { cpus: "1" } }
            """));
        Assert.StartsWith("job.yaml:6:25: services.web.deploy.resources.limits.cpus: 1.5 is more than the 1 that all tasks", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_service_they_are_refused_with_where_they_belong() =>
        Assert.Contains("belongs at the top of the file", Assert.Single(Read.ServiceFaults("x-fleet: { limits: { cpus: '1' } }")), StringComparison.Ordinal);

    [Fact]
    public void A_limit_that_nobody_knows_is_refused() =>
        Assert.Contains("did you mean 'memory'?", Assert.Single(Read.Faults("services: { web: { image: a } }\nx-fleet: { limits: { memroy: 64m } }")), StringComparison.Ordinal);
}
