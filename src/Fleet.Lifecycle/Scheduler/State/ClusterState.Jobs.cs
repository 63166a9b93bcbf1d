using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

// Jobs: accepted, scaled, stopped, forgotten.
internal sealed partial class ClusterState
{
    private void Accept(JobAccepted accepted)
    {
        var spec = accepted.Version.Spec;
        if (!Jobs.TryGetValue(spec.Name, out var job)) Jobs.Add(spec.Name, job = new JobRecord(spec.Name));
        bool isNew = job.Versions.Count == 0;
        bool again = job.Stopped;
        if (!isNew && job.Current.Spec.NodeLimits != spec.NodeLimits) TellNodes(job);
        job.Versions.Add(accepted.Version);
        job.Trim(options.KeepVersions);
        (job.Stopped, job.SubmittedAt, job.OverSince) = (false, accepted.Time, null);
        foreach (var group in spec.Groups) AcceptGroup(job, group, accepted.Version.Number, again);
        foreach (var group in job.Groups)
            if (!spec.Groups.Any(one => one.Name == group.Name)) group.Retired = true;

        Emit(Of(isNew ? JobEventType.JobAccepted : JobEventType.JobUpdated, accepted.Time) with
        {
            Job = job.Name, Message = $"version {accepted.Version.Number}",
        });
        RecountJob(job, accepted.Time);
    }

    // Limits of the job as a whole travel with an assignment, and one on each node is enough.
    private void TellNodes(JobRecord job)
    {
        var told = new HashSet<int>();
        foreach (var group in job.Groups)
            foreach (var replica in group.Replicas)
                if (replica.Live >= 0 && told.Add(Allocations[replica.Live].Node))
                    NodeAt(Allocations[replica.Live].Node).Session?.Change(Allocations[replica.Live].Serial);
    }

    private static void AcceptGroup(JobRecord job, TaskGroup spec, long version, bool again)
    {
        if (job.Group(spec.Name) is not { } group)
        {
            job.Add(new GroupRecord(job, spec, version));
            return;
        }
        bool changed = again || group.Retired || !TaskDigest.Same(group.Spec, spec);
        group.Update(spec, changed ? version : group.Version);
        (group.Wanted, group.Retired) = (spec.Replicas, false);
        var replicas = group.Replicas;
        for (int index = 0; index < replicas.Length; index++)
        {
            if (changed) replicas[index].StartAfresh();
            else Forgive(ref replicas[index]);
        }
    }

    // The task is the same but its policy may allow more attempts now.
    private static void Forgive(ref Replica replica)
    {
        if (replica.State != ReplicaState.Failed) return;
        (replica.State, replica.Used, replica.Step, replica.NotBefore) = (ReplicaState.Wanted, 0, -1, default);
    }

    private void Scale(JobScaled scaled)
    {
        var group = Jobs[scaled.Job].Group(scaled.Group)!;
        int before = group.Wanted;
        group.Wanted = scaled.Replicas;
        for (int index = before; index < Math.Min(scaled.Replicas, group.Replicas.Length); index++) Forgive(ref group.Replicas[index]);
        Emit(Of(JobEventType.JobScaled, scaled.Time) with { Job = scaled.Job, Message = $"{group.Name}: {before} -> {scaled.Replicas}" });
        RecountJob(group.Job, scaled.Time);
    }

    private void StopJob(JobStopped stopped)
    {
        var job = Jobs[stopped.Job];
        job.Stopped = true;
        Emit(Of(JobEventType.JobStopped, stopped.Time) with { Job = job.Name });
        RecountJob(job, stopped.Time);
    }

    private void Collect(JobCollected collected)
    {
        foreach (var group in Jobs[collected.Job].Groups) ForgetEnded(group);
        Jobs.Remove(collected.Job);
    }

    private void Collect(RecordsCollected collected)
    {
        foreach (var group in Jobs[collected.Job].Groups) ForgetEnded(group);
    }

    private void ForgetEnded(GroupRecord group)
    {
        for (int index = 0; index < group.Replicas.Length; index++) TrimEnded(ref group.Replicas[index], 0);
    }

    private void Pend(GroupPending pending) => Emit(Of(JobEventType.AllocationPending, pending.Time) with
    {
        Job = pending.Job, Message = $"{pending.Replicas} of {pending.Group} pending: {pending.Reason}",
    });
}
