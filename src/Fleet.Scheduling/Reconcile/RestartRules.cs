using Fleet.Model;

namespace Fleet.Scheduling.Reconcile;

/// <summary>What a replica's end means for it.</summary>
public enum Verdict
{
    /// <summary>It has done its work and never runs again.</summary>
    Complete,

    /// <summary>It is out of attempts.</summary>
    Failed,

    /// <summary>It runs again; one attempt is used up.</summary>
    Again,

    /// <summary>It runs again; the node was to blame, and no attempt is used up.</summary>
    AgainUncounted,
}

/// <summary>Whether a task that ended by itself is started again.</summary>
public static class RestartRules
{
    /// <param name="used">Attempts already used up by this replica.</param>
    public static Verdict Judge(TaskGroup group, AllocationFact end, int used)
    {
        // Nobody saw the end: the host went down or the shim was killed, which is not the task's fault.
        if (end.ExitCode is null && end.StartedAt is not null && group.Disconnect.Replace) return Verdict.AgainUncounted;
        bool good = end.ExitCode == 0;
        return group.Type == TaskType.Batch ? Batch(group, good, used) : Service(group.Restart, good, used);
    }

    private static Verdict Batch(TaskGroup group, bool good, int used) =>
        good ? Verdict.Complete : used < group.Retries ? Verdict.Again : Verdict.Failed;

    private static Verdict Service(RestartPolicy policy, bool good, int used)
    {
        bool wanted = policy.Condition switch
        {
            RestartCondition.Any => true,
            RestartCondition.OnFailure => !good,
            _ => false,
        };
        if (wanted && (policy.MaxAttempts == 0 || used < policy.MaxAttempts)) return Verdict.Again;
        return good ? Verdict.Complete : Verdict.Failed;
    }
}
