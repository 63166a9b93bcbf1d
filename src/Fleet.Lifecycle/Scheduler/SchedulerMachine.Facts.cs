using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Reconcile;

namespace Fleet.Lifecycle.Scheduler;

// Facts from nodes: they may be lost, repeated, late, or of allocations that nobody knows.
public sealed partial class SchedulerMachine
{
    private void OnFacts(FactsArrived arrived)
    {
        if (Current(arrived.Node, arrived.Batch.Session) is not { Session: { } session } node) return;
        foreach (var fact in arrived.Batch.Facts) See(node, fact);
        session.Acknowledge(arrived.Batch.Number);
    }

    private void See(NodeRecord node, AllocationFact fact)
    {
        int slot = _state.Allocations.SlotOf(fact.Id.Serial);
        if (slot < 0 || !_state.Allocations[slot].Live || _state.Allocations[slot].Node != node.Row)
        {
            SeeUnwanted(node, fact, slot);
            return;
        }
        ref var row = ref _state.Allocations[slot];
        if (Rank(fact.Phase) < Rank(row.Phase)) return;      // late
        if (fact.Phase >= Phase.Exited)
        {
            // Its start may have been told by this fact alone.
            if (row.UpAt is null && fact.StartedAt is { } started) Decide(new AllocationUp(fact.Id, started, _now));
            End(slot, fact with { Phase = Phase.Exited });
            return;
        }
        if (row.UpAt is null && fact.Phase >= Phase.Running)
            Decide(new AllocationUp(fact.Id, fact.StartedAt ?? _now, _now));
        _state.Allocations[slot].See(fact);
    }

    // Nobody wants it: it was written off while its node was away, or its scheduler never was ours.
    private void SeeUnwanted(NodeRecord node, AllocationFact fact, int slot)
    {
        if (fact.Phase >= Phase.Exited)
        {
            DropGhost(node, fact.Id.Serial);
            node.Gone.Add(fact.Id.Serial);
            return;
        }
        if (node.Gone.Contains(fact.Id.Serial)) return;
        if (slot >= 0 && _state.Allocations[slot] is { Live: false } row && row.Node == node.Row)
        {
            if (row.Phase == Phase.Exited) return;      // its end was seen: this is old
            AddGhost(node, row.Serial, new Ghost(row.Needs, row.Ports));
        }
        node.Session!.Drop(fact.Id);
    }

    private void End(int slot, AllocationFact fact)
    {
        ref var row = ref _state.Allocations[slot];
        var group = row.Group;
        ref var replica = ref group.Replicas[row.Index];
        var ranFor = fact.StartedAt is { } started && fact.FinishedAt is { } finished && finished > started ? finished - started : TimeSpan.Zero;
        var outcome = OutcomeOf(row, replica, fact);
        if (row.Stop == StopCause.TimeLimit && fact.ExitCode != 0)
            fact = fact with { Message = $"stopped at its time limit of {group.Spec.TimeLimit}{(fact.Message.Length > 0 ? "; " : "")}{fact.Message}" };
        (var delay, int step) = outcome is Outcome.Again or Outcome.AgainUncounted
            ? Backoff.Next(group.Spec.Restart, replica.Step, ranFor) : (TimeSpan.Zero, replica.Step);
        Decide(new AllocationEnded(fact, outcome, _now + delay, step, _now));
    }

    private Outcome OutcomeOf(in AllocationRow row, in Replica replica, AllocationFact fact)
    {
        var group = row.Group;
        bool outdated = row.Version != group.Version || group.Retired;
        bool done = group.Spec.Type == TaskType.Batch && fact.ExitCode == 0;
        if (outdated) return Outcome.Stopped;
        if (row.Stop == StopCause.TimeLimit && !done)
            fact = fact with { ExitCode = fact.ExitCode ?? 137 };
        else if (row.Stop != StopCause.None && !done)
            return Outcome.Stopped;
        // It ended while nobody heard the node, and its job wanted that: the shim stopped it, which is no failure of the task.
        else if (fact.ExitCode != 0 && group.Spec.Disconnect.StopOnClientAfter <= _state.NodeAt(row.Node).SilentFor)
            fact = fact with { ExitCode = null };
        return RestartRules.Judge(group.Spec, fact, replica.Used) switch
        {
            Verdict.Complete => Outcome.Complete,
            Verdict.Failed => Outcome.Failed,
            Verdict.Again => Outcome.Again,
            _ => Outcome.AgainUncounted,
        };
    }

    // Running and paused alternate.
    private static int Rank(Phase phase) => phase == Phase.Paused ? (int)Phase.Running : (int)phase;
}
