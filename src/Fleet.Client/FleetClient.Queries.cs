using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Client;

// Questions, answered from the scheduler's memory.
public sealed partial class FleetClient
{
    /// <summary>All jobs, also stopped and finished ones.</summary>
    public async Task<ImmutableArray<JobView>> ListAsync(CancellationToken cancel = default) =>
        (await Ask<JobList>(number => new ListJobs(number), cancel).ConfigureAwait(false)).Jobs;

    public async Task<JobInspection> InspectAsync(string job, CancellationToken cancel = default)
    {
        JobDetails details = await Ask<JobDetails>(number => new InspectJob(number, job), cancel).ConfigureAwait(false);
        return new JobInspection(details.Job, details.History, details.Allocations);
    }

    /// <summary>The replicas of a job, or of all.</summary>
    public async Task<ImmutableArray<AllocationView>> AllocationsAsync(string job = "", CancellationToken cancel = default) =>
        (await Ask<AllocationList>(number => new ListAllocations(number, job), cancel).ConfigureAwait(false)).Allocations;

    public async Task<ImmutableArray<NodeView>> NodesAsync(CancellationToken cancel = default) =>
        (await Ask<NodeList>(number => new ListNodes(number), cancel).ConfigureAwait(false)).Nodes;

    /// <summary>How the last attempt at a replica stands; its result is there once <see cref="TaskOutcome.HasEnded"/>.</summary>
    /// <param name="group">Empty: the job's only one.</param>
    public async Task<TaskOutcome> ResultAsync(string job, int index = 0, string group = "", CancellationToken cancel = default) =>
        new((await Ask<TaskResult>(number => new GetResult(number, job, group, index), cancel).ConfigureAwait(false)).Allocation);
}
