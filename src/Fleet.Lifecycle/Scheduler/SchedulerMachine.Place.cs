using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Explain;
using Fleet.Scheduling.Plan;

namespace Fleet.Lifecycle.Scheduler;

// Nodes for the replicas of a group that have none.
public sealed partial class SchedulerMachine
{
    private const int AtOnce = 64;

    /// <summary>Groups that went on waiting only because the turn had placed enough.</summary>
    private readonly List<GroupRecord> _later = [];
    private int _placed;

    // Replicas of a group need the same: once one that may go anywhere found no place, the rest need not be tried. So a long
    // queue costs little each time a single place becomes free.
    private void Place(GroupRecord group)
    {
        Explanation? explanation = null;
        bool full = false;
        for (int from = 0, many = AtOnce; !full; many *= 4)
        {
            int left = Math.Min(many, Options.PlacementsPerTurn - _placed);
            ImmutableArray<ReplicaWish> wishes = [.. group.Unplaced.GetViewBetween(from, int.MaxValue).Take(left).Select(index => WishOf(group, index, group.Replicas[index]))];
            if (wishes.IsEmpty)
            {
                if (left <= 0 && group.Unplaced.Count > 0) Postpone(group);
                break;
            }
            from = wishes[^1].Index + 1;
            var plan = _planner.Plan(new GroupRequest(group.FullName, group.Needs, wishes, group.Siblings, Options.Seed));
            Carry(group, plan);
            explanation ??= plan.Explanation;
            full = plan.Unplaced.Count > 0 && wishes.Any(wish => !wish.BoundToHome && group.Unplaced.Contains(wish.Index));
        }
        SetPending(group, explanation);
    }

    private void Postpone(GroupRecord group)
    {
        group.Woken = true;
        _later.Add(group);
    }

    private void GoOnWithThoseOfLater()
    {
        _placed = 0;
        foreach (var group in _later) _state.Enqueue(group);
        _later.Clear();
    }

    private void Carry(GroupRecord group, PlacementPlan plan)
    {
        if (plan.Choices.Count == 0) return;
        _placed += plan.Choices.Count;
        ulong serial = Math.Max(_state.LastSerial, Options.FirstSerial);
        var placements = ImmutableArray.CreateBuilder<Placement>(plan.Choices.Count);
        foreach (var choice in plan.Choices)
        {
            int attempt = group.Replicas[choice.Index].Attempt + 1;
            placements.Add(new Placement(
                new AllocationId(++serial), choice.Index, attempt, _state.Table.Name(choice.Row),
                choice.Ports, ReasonFor(group, choice, plan)));
            group.Unplaced.Remove(choice.Index);
            // Only now: until its replacement has a place, a lost one may still come back.
            if (group.Replicas[choice.Index].Live is >= 0 and var lost) WriteOff(lost, Outcome.AgainUncounted);
        }
        Decide(new AllocationsPlaced(group.Job.Name, group.Name, group.Version, placements.DrainToImmutable(), _now));
    }

    internal ReplicaWish WishOf(GroupRecord group, int index, in Replica replica)
    {
        int last = replica.Live >= 0 ? replica.Live : replica.Ended;
        if (last < 0) return new ReplicaWish(index);
        ref var row = ref _state.Allocations[last];
        bool bound = !group.Needs.Volumes.IsEmpty && group.Needs.Volumes.All(_state.Table.Volumes(row.Node).Contains);
        bool sameTask = row.Version == group.Version;
        // A task that could not even be started there is better off elsewhere; one that ran goes back to where its image is.
        bool failedToStart = row.StartedAt is null && row.Outcome == Outcome.Again;
        return failedToStart && !bound ? new ReplicaWish(index, Avoid: row.Node)
            : new ReplicaWish(index, sameTask || bound ? row.Node : -1, bound);
    }

    // Why there, in words.
    private string ReasonFor(GroupRecord group, in Choice choice, PlacementPlan plan)
    {
        ref var replica = ref group.Replicas[choice.Index];
        string place = plan.Candidates == 1 ? "the only node that can take it" : $"best of {plan.Candidates} nodes";
        int last = replica.Live >= 0 ? replica.Live : replica.Ended;
        if (replica.Attempt == 0 || last < 0) return place;
        ref var row = ref _state.Allocations[last];
        string name = _state.Table.Name(row.Node);
        string attempt = $"attempt {replica.Attempt + 1}";
        if (row.Node == choice.Row) return $"{attempt}, again on its node";
        return row.Live ? $"{attempt}, {name} is lost; {place}" : $"{attempt}, not on {name} again; {place}";
    }

    private void WriteOff(int slot, Outcome outcome)
    {
        ref var row = ref _state.Allocations[slot];
        ref var replica = ref row.Group.Replicas[row.Index];
        string why = $"{_state.Table.Name(row.Node)} was lost";
        Decide(new AllocationEnded(row.Fact() with { Message = why, Pid = 0 }, outcome, _now, replica.Step, _now));
    }
}
