using Fleet.Lifecycle.Scheduler.State;
using Fleet.Scheduling.Explain;
using Fleet.Scheduling.Feasible;

namespace Fleet.Lifecycle.Scheduler;

// Groups with replicas that have no node.
public sealed partial class SchedulerMachine
{
    private readonly HashSet<GroupRecord> _blocked = [];

    private void SetPending(GroupRecord group, Explanation? explanation)
    {
        if (group.Unplaced.Count > 0) _blocked.Add(group);
        else _blocked.Remove(group);
        if (group.Woken) return;    // it goes on in the next turn
        group.PendingReason = explanation?.Reason ?? "";
        group.WakeOn = explanation?.WakeOn ?? Change.None;
        string kind = explanation?.Kind ?? "";
        bool another = kind != group.PendingKind;
        if (!another) return;
        // While nodes are still coming back after a restart of ours, reasons change by the second: only a lasting one is an event.
        if (kind.Length > 0 && _now < _began + Options.SettleAfterRecovery && _state.Epoch > 1)
        {
            _wakes.Enqueue((group, group.Unplaced.Min), _began + Options.SettleAfterRecovery);
            return;
        }
        group.PendingKind = kind;
        if (kind.Length > 0) Decide(new GroupPending(group.Job.Name, group.Name, group.Unplaced.Count, group.PendingReason, _now));
    }
}
