using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

// Counts per group and the state of the job that follows from them.
internal sealed partial class ClusterState
{
    private void RecountJob(JobRecord job, DateTimeOffset time)
    {
        foreach (var group in job.Groups.ToList())
        {
            group.EnsureReplicas(group.WantedNow);
            for (int index = 0; index < group.Replicas.Length; index++) Reclassify(group, index);
            MarkAllDirty(group);
            DropIfGone(group);
        }
        RefreshState(job, time);
    }

    private void Reclassify(GroupRecord group, int index)
    {
        ref var replica = ref group.Replicas[index];
        group.SetClass(index, ClassOf(group, index, replica));
        if (replica.Live < 0) return;
        ref var row = ref Allocations[replica.Live];
        bool counts = row.Stop == StopCause.None && row.Version == group.Version && index < group.WantedNow;
        if (counts != row.Counted) CountSibling(group, ref row, counts);
    }

    private ReplicaClass ClassOf(GroupRecord group, int index, in Replica replica)
    {
        if (index >= group.WantedNow) return ReplicaClass.Unwanted;
        if (replica.State == ReplicaState.Complete) return ReplicaClass.Complete;
        if (replica.State == ReplicaState.Failed) return ReplicaClass.Failed;
        if (replica.Live < 0) return ReplicaClass.Pending;
        ref var row = ref Allocations[replica.Live];
        bool runs = row.UpAt is not null && row.Stop == StopCause.None && !row.Lost && row.Version == group.Version;
        return runs ? ReplicaClass.Running : ReplicaClass.Pending;
    }

    private static void CountSibling(GroupRecord group, ref AllocationRow row, bool counts)
    {
        row.Counted = counts;
        int left = group.Siblings.GetValueOrDefault(row.Node) + (counts ? 1 : -1);
        if (left == 0) group.Siblings.Remove(row.Node);
        else group.Siblings[row.Node] = left;
    }

    private void DropIfGone(GroupRecord group)
    {
        if (!group.Retired || group.Live > 0) return;
        ForgetEnded(group);
        group.Job.Remove(group);
    }

    private void RefreshState(JobRecord job, DateTimeOffset time)
    {
        var before = job.State;
        job.State = StateOf(job);
        bool over = (job.State is JobState.Stopped or JobState.Complete or JobState.Failed) && IsIdle(job);
        job.OverSince = over ? job.OverSince ?? time : null;
        if (job.State == before) return;
        if (job.State == JobState.Complete) Emit(Of(JobEventType.JobComplete, time) with { Job = job.Name });
        if (job.State == JobState.Failed)
            Emit(Of(JobEventType.JobFailed, time) with { Job = job.Name, Message = FailedWords(job) });
        if (job.State == JobState.Running && job.Groups.Any(group => group.Spec.Type == TaskType.Service))
            Emit(Of(JobEventType.JobUp, time) with { Job = job.Name });
    }

    private static JobState StateOf(JobRecord job)
    {
        if (job.Stopped) return JobState.Stopped;
        int pending = 0, running = 0, complete = 0, failed = 0;
        foreach (var group in job.Groups)
        {
            pending += group.Count(ReplicaClass.Pending);
            running += group.Count(ReplicaClass.Running);
            complete += group.Count(ReplicaClass.Complete);
            failed += group.Count(ReplicaClass.Failed);
        }
        return failed > 0 ? JobState.Failed
            : pending > 0 ? JobState.Pending
            : running > 0 ? JobState.Running
            : complete > 0 ? JobState.Complete
            : JobState.ScaledDown;
    }

    private static bool IsIdle(JobRecord job) => job.Groups.All(group =>
        group.Live == 0 && group.Count(ReplicaClass.Pending) == 0 && group.Count(ReplicaClass.Running) == 0);

    private static string FailedWords(JobRecord job) => string.Join(", ", job.Groups
        .Where(group => group.Count(ReplicaClass.Failed) > 0)
        .Select(group => $"{group.Name}: {group.Count(ReplicaClass.Failed)} of {group.WantedNow} out of attempts"));
}
