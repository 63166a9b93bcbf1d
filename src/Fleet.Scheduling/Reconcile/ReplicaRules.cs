namespace Fleet.Scheduling.Reconcile;

/// <summary>What is known of one replica, as far as it decides what happens next.</summary>
/// <param name="Wanted">Its index is within the wanted count of a group that is not stopped.</param>
/// <param name="Over">Complete or failed.</param>
/// <param name="Live">It has an allocation whose end was not seen.</param>
/// <param name="Stopping">That allocation was told to stop.</param>
/// <param name="Outdated">It is of an older version of its group.</param>
/// <param name="Lost">Its node has not been heard for too long.</param>
/// <param name="Replace">The job says that lost replicas are replaced.</param>
/// <param name="Waiting">Its back-off is not over.</param>
public readonly record struct ReplicaFacts(
    bool Wanted, bool Over, bool Live, bool Stopping, bool Outdated, bool Lost, bool Replace, bool Waiting);

public enum ReplicaStep
{
    Nothing,

    /// <summary>Tell its allocation to stop.</summary>
    Stop,

    /// <summary>Stop counting on its allocation: the node is lost, and nobody waits for it.</summary>
    WriteOff,

    /// <summary>Find a node.</summary>
    Place,

    /// <summary>Find another node; its allocation is written off when there is one.</summary>
    Replace,

    /// <summary>Look again when the back-off is over.</summary>
    Wait,
}

/// <summary>The next step of a replica. The old one's end is waited for before its index is used again.</summary>
public static class ReplicaRules
{
    public static ReplicaStep Next(in ReplicaFacts replica)
    {
        if (replica.Live)
        {
            bool keep = replica.Wanted && !replica.Outdated;
            if (replica.Lost && replica.Replace && (replica.Stopping || !keep)) return ReplicaStep.WriteOff;
            if (replica.Stopping) return ReplicaStep.Nothing;
            if (!keep) return ReplicaStep.Stop;
            return replica.Lost && replica.Replace ? ReplicaStep.Replace : ReplicaStep.Nothing;
        }
        if (!replica.Wanted || replica.Over) return ReplicaStep.Nothing;
        return replica.Waiting ? ReplicaStep.Wait : ReplicaStep.Place;
    }
}
