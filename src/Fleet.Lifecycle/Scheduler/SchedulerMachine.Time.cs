using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

// What happens because time passed.
public sealed partial class SchedulerMachine
{
    private readonly PriorityQueue<(GroupRecord Group, int Index), DateTimeOffset> _wakes = new();
    private const string NotBackYet = "has not come back since the scheduler was restarted";

    private DateTimeOffset _nextCollection;

    private void LoseAndForget()
    {
        if (!_begun) return;
        while (_wakes.TryPeek(out var due, out var at) && at <= _now)
        {
            _wakes.Dequeue();
            _state.MarkDirty(due.Group, due.Index);
        }
        foreach (var node in _state.Away.Values)
        {
            MissAfterRecovery(node);
            if (node.NextLost <= _now) Lose(node);
        }
        if (_waiting.Count > 0) ResolveWaiting();
        _state.Requests.ForgetBefore(_now - Options.RememberRequests);
        CollectOld();
    }

    // Until it has had the time to come back, a node is taken for what it was before the scheduler was restarted.
    private void MissAfterRecovery(NodeRecord node)
    {
        if (node.State != NodeState.Ready && node.NextLost != DateTimeOffset.MaxValue) return;
        if (node.State == NodeState.Ready && _now >= _began + Options.SettleAfterRecovery) Disconnect(node, NotBackYet);
        if (node.NextLost == DateTimeOffset.MaxValue) ScheduleLoss(node);
    }

    private void Disconnect(NodeRecord node, string why) =>
        Decide(new NodeChanged(node.Name, NodeState.Disconnected, [.. _state.Table.Volumes(node.Row).Order(StringComparer.Ordinal)], why, _now));

    private void ScheduleLoss(NodeRecord node)
    {
        node.NextLost = DateTimeOffset.MaxValue;
        foreach (int slot in node.Live)
        {
            ref var row = ref _state.Allocations[slot];
            if (!row.Lost && LostAt(node, row) is var at && at < node.NextLost) node.NextLost = at;
        }
    }

    private DateTimeOffset LostAt(NodeRecord node, in AllocationRow row) =>
        (node.LastHeard > _awakeSince ? node.LastHeard : _awakeSince) + row.Group.Spec.Disconnect.LostAfter;

    private void Lose(NodeRecord node)
    {
        var lost = new List<AllocationId>();
        foreach (int slot in node.Live)
        {
            ref var row = ref _state.Allocations[slot];
            if (!row.Lost && LostAt(node, row) <= _now) lost.Add(row.Id);
        }
        if (lost.Count > 0)
        {
            if (node.State == NodeState.Ready) Disconnect(node, NotBackYet);
            Decide(new AllocationsLost([.. lost.Order()], $"{node.Name} has not been heard for {(_now - node.LastHeard).TotalSeconds:0} s", _now));
        }
        ScheduleLoss(node);
    }

    private void CollectOld()
    {
        if (_now < _nextCollection) return;
        _nextCollection = _now + TimeSpan.FromMinutes(1);
        foreach (var job in _state.Jobs.Values.Where(job => job.OverSince + Options.KeepJobs <= _now).ToList())
            Decide(new JobCollected(job.Name, _now));
    }

    private void OnCollect()
    {
        foreach (var job in _state.Jobs.Values.ToList())
            Decide(job.OverSince is null ? new RecordsCollected(job.Name, _now) : new JobCollected(job.Name, _now));
    }
}
