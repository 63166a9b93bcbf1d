using Akka.Actor;
using Akka.Event;
using Fleet.Lifecycle.Nodes;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Jobs;
using Fleet.Protocol.Logging;

namespace Fleet.Node.Records;

/// <summary>What the node knows without being told: from its disk, and from the table that its actors keep.</summary>
internal static class Known
{
    /// <summary>The records that an earlier agent left, in the table from now on.</summary>
    public static IReadOnlyList<AllocationRecord> Left(RecordStore records, VersionStore versions, JobLimitStore limits, ContainerTable table, ActorSystem system)
    {
        var left = records.LoadAll((path, error) => system.Log.Error(error, "{0} cannot be read: {1}; its container is left alone", path, error.Message));
        foreach (var record in left) table.Put(new ContainerEntry(record, new(), null, null));
        versions.Sweep(left.Select(record => record.Assignment?.JobVersion).OfType<string>());
        limits.TakeUp(
            left.Select(record => record.Assignment?.Job).OfType<string>(),
            (job, error) => system.Log.Warning("limits of job {0}: {1}", LogField.Job(job), error.Message));
        return left;
    }

    /// <summary>The jobs' allocations with what was last seen of them.</summary>
    public static IEnumerable<AdoptedAllocation> Allocations(ContainerTable table, VersionStore versions) =>
        from entry in table.All
        let assignment = entry.Record.Assignment
        where assignment is not null
        let version = versions.Load(assignment.JobVersion) ?? Unknown(entry.Record)
        select new AdoptedAllocation(assignment, version, entry.Status.ToFact(entry.Record.Id));

    // The version's file is lost: the record has what the task was made from, and the next session brings the rest.
    private static JobVersion Unknown(AllocationRecord record) => new(record.Assignment!.JobVersion, 0, new Job
    {
        Name = record.Assignment.Job,
        Groups = [new TaskGroup { Name = record.Assignment.Group, Container = record.Spec, Disconnect = record.Disconnect }],
    });
}
