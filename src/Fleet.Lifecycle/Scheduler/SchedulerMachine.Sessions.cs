using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Feasible;

namespace Fleet.Lifecycle.Scheduler;

// Nodes come, report, are heard and go.
public sealed partial class SchedulerMachine
{
    private DateTimeOffset _began;

    private void OnSessionOpened(SessionOpened opened)
    {
        var node = _state.AddNode(opened.Node);
        if (opened.Session <= node.LatestSession) return;
        node.SilentFor = node.LatestSession == 0 ? TimeSpan.MaxValue : _now - node.LastHeard;
        node.LatestSession = opened.Session;
        node.Session = new NodeSession(node, opened.Session, _state.Outgoing);
        node.Session.WantWhole();
        node.Session.Acknowledge(opened.FactNumber);
        _state.Away.Remove(node.Row);
        node.LastHeard = _now;
        node.NextLost = DateTimeOffset.MaxValue;
        TakeReport(node, opened.Report);
        _state.Table.Ready[node.Row] = true;
        _state.Changes |= Change.Ready;

        DropGhosts(node);
        node.Gone.Clear();
        foreach (var fact in opened.Facts) See(node, fact);
        node.SilentFor = TimeSpan.Zero;
        EndForgotten(node, opened.Facts);
        ResolveWaiting();
    }

    // What ran there, and the node knows nothing of it any more (its disk was lost): it would otherwise run a second time.
    private void EndForgotten(NodeRecord node, ImmutableArray<AllocationFact> facts)
    {
        var known = facts.Select(fact => fact.Id.Serial).ToHashSet();
        foreach (int slot in node.Live.Where(slot => _state.Allocations[slot].UpAt is not null && !known.Contains(_state.Allocations[slot].Serial)).ToList())
        {
            var fact = _state.Allocations[slot].Fact();
            End(slot, fact with { Phase = Phase.Exited, ExitCode = null, Pid = 0, Message = $"{node.Name} came back and knows nothing of it" });
        }
    }

    private void OnReportChanged(NodeReportChanged changed)
    {
        if (Current(changed.Node, changed.Session) is not { } node) return;
        TakeReport(node, changed.Report);
        ResolveWaiting();
    }

    private void TakeReport(NodeRecord node, NodeReport report)
    {
        var before = node.Report;
        node.Report = report;
        _state.Table.SetAllocatable(node.Row, report.Allocatable - report.LocallyUsed);
        _state.Table.Ports(node.Row).Report(report.FirstPort, report.LastPort, report.PortsInUse);
        _state.RefreshProfile(node);
        if (before is null || before.Allocatable != report.Allocatable || before.LocallyUsed != report.LocallyUsed) _state.Changes |= Change.Capacity;
        if (before is null || !before.PortsInUse.SequenceEqual(report.PortsInUse) || before.FirstPort != report.FirstPort || before.LastPort != report.LastPort)
            _state.Changes |= Change.Ports;

        var volumes = ImmutableHashSet.CreateRange(StringComparer.Ordinal, report.Volumes);
        foreach (int slot in node.Live) volumes = volumes.Union(_state.Allocations[slot].Volumes);
        if (node.State != NodeState.Ready || !_state.Table.Volumes(node.Row).SetEquals(volumes))
        {
            string why = before is not null && before.BootId != report.BootId ? "its host was started anew" : "";
            Decide(new NodeChanged(node.Name, NodeState.Ready, [.. volumes.Order(StringComparer.Ordinal)], why, _now));
        }
    }

    private void OnHeard(NodeHeard heard)
    {
        if (Current(heard.Node, heard.Session) is not { Session: { } session } node) return;
        node.LastHeard = _now;
        node.Usage = heard.Usage ?? node.Usage;
        session.Acknowledged = Math.Max(session.Acknowledged, heard.AssignmentNumber);
        if (session.Acknowledged < session.Sent && _now - session.SentAt >= Options.ResendAfter) session.WantWhole();
    }

    private void OnWholeWanted(WholeWanted wanted)
    {
        if (Current(wanted.Node, wanted.Session) is { Session: { } session }) session.WantWhole();
    }

    private void OnSessionEnded(string name, long number, DateTimeOffset lastHeard, string why)
    {
        if (Current(name, number) is not { } node) return;
        node.Session = null;
        _state.Away[node.Row] = node;
        if (lastHeard > node.LastHeard) node.LastHeard = lastHeard < _now ? lastHeard : _now;
        _state.Table.Ready[node.Row] = false;
        Disconnect(node, why);
        ScheduleLoss(node);
        ResolveWaiting();
    }

    private NodeRecord? Current(string name, long session) =>
        _state.Node(name) is { } node && node.Session?.Number == session ? node : null;

    private void AddGhost(NodeRecord node, ulong serial, Ghost ghost)
    {
        if (!node.Ghosts.TryAdd(serial, ghost)) return;
        _state.Table.Take(node.Row, ghost.Needs);
        foreach (var port in ghost.Ports) _state.Table.Ports(node.Row).Take(port);
    }

    private void DropGhosts(NodeRecord node)
    {
        foreach (ulong serial in node.Ghosts.Keys.ToList()) DropGhost(node, serial);
    }

    private void DropGhost(NodeRecord node, ulong serial)
    {
        if (!node.Ghosts.Remove(serial, out var ghost)) return;
        _state.Table.GiveBack(node.Row, ghost.Needs);
        foreach (var port in ghost.Ports) _state.Table.Ports(node.Row).GiveBack(port);
        _state.Changes |= Change.Capacity | Change.Ports;
    }
}
