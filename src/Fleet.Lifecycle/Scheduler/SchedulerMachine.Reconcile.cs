using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Plan;
using Fleet.Scheduling.Reconcile;

namespace Fleet.Lifecycle.Scheduler;

// From what is wanted and what is there to the next steps.
public sealed partial class SchedulerMachine
{
    private readonly List<(AllocationId Id, StopCause Cause)> _stops = [];

    /// <summary>Until nothing is left to look at: what one group gives up another may take, within the same turn.</summary>
    private void ReconcileAll()
    {
        if (!_begun) return;
        while (true)
        {
            WakeBlocked();
            if (_state.Queue.Count == 0) return;
            // Those that came first are served first.
            var groups = _state.Queue
                .OrderBy(group => group.Job.SubmittedAt).ThenBy(group => group.Job.Name, StringComparer.Ordinal)
                .ThenBy(group => group.Name, StringComparer.Ordinal).ToList();
            _state.Queue.Clear();
            foreach (var group in groups) Reconcile(group);
        }
    }

    private void WakeBlocked()
    {
        var changes = _state.Changes;
        _state.Changes = Change.None;
        if (changes == Change.None) return;
        foreach (var group in _blocked)
        {
            if ((group.WakeOn & changes) == 0) continue;
            group.Woken = true;
            _state.Enqueue(group);
        }
    }

    private void Reconcile(GroupRecord group)
    {
        (group.IsQueued, bool look) = (false, group.Woken);
        group.Woken = false;
        _stops.Clear();
        foreach (int index in ToLookAt(group))
        {
            group.Unplaced.Remove(index);
            look |= Consider(group, index) && group.Unplaced.Add(index);
        }
        foreach (var byCause in _stops.GroupBy(stop => stop.Cause))
            Decide(new AllocationsStopping(group.Job.Name, group.Name, [.. byCause.Select(stop => stop.Id)], byCause.Key, _now));
        if (group.Unplaced.Count == 0) SetPending(group, null);
        else if (look) Place(group);
    }

    // Ascending, each once. Looking may mark replicas dirty again: those wait for the next round.
    private static List<int> ToLookAt(GroupRecord group)
    {
        List<int> indexes = group.AllDirty
            ? [.. Enumerable.Range(0, group.Replicas.Length)]
            : [.. group.Dirty.Where(index => index < group.Replicas.Length).Distinct().Order()];
        group.AllDirty = false;
        group.Dirty.Clear();
        return indexes;
    }

    /// <summary>Whether the replica looks for a node.</summary>
    private bool Consider(GroupRecord group, int index)
    {
        ref var replica = ref group.Replicas[index];
        var facts = FactsOf(group, index, replica);
        switch (ReplicaRules.Next(facts))
        {
            case ReplicaStep.Stop: _stops.Add((_state.Allocations[replica.Live].Id, CauseFor(group, index))); break;
            case ReplicaStep.WriteOff: WriteOff(replica.Live, Outcome.Stopped); break;
            case ReplicaStep.Place or ReplicaStep.Replace: return true;
            case ReplicaStep.Wait: _wakes.Enqueue((group, index), replica.NotBefore); break;
            case ReplicaStep.Nothing: LimitTime(group, index, facts, replica.Live); break;
        }
        return false;
    }

    private ReplicaFacts FactsOf(GroupRecord group, int index, in Replica replica)
    {
        bool wanted = index < group.WantedNow;
        bool over = replica.State != ReplicaState.Wanted;
        bool waiting = replica.NotBefore > _now;
        if (replica.Live < 0) return new(wanted, over, false, false, false, false, false, waiting);
        ref var row = ref _state.Allocations[replica.Live];
        return new(wanted, over, true, row.Stop != StopCause.None, row.Version != group.Version, row.Lost, group.Spec.Disconnect.Replace, waiting);
    }

    private static StopCause CauseFor(GroupRecord group, int index) =>
        group.Job.Stopped ? StopCause.JobStopped
        : group.Retired ? StopCause.Updated
        : index >= group.Wanted ? StopCause.ScaledDown
        : StopCause.Updated;

    private void LimitTime(GroupRecord group, int index, in ReplicaFacts facts, int slot)
    {
        if (!facts.Live || facts.Stopping || group.Spec.Type != TaskType.Batch || group.Spec.TimeLimit <= TimeSpan.Zero) return;
        ref var row = ref _state.Allocations[slot];
        if (row.UpAt is not { } up) return;
        if (up + group.Spec.TimeLimit <= _now) _stops.Add((row.Id, StopCause.TimeLimit));
        else _wakes.Enqueue((group, index), up + group.Spec.TimeLimit);
    }
}
