using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

// Assignments on their way to nodes: the whole at first, increments after.
public sealed partial class SchedulerMachine
{
    private void Dispatch()
    {
        foreach (var node in _state.Nodes)
        {
            if (node.Session is not { } session) continue;
            foreach (long number in session.FactsToAcknowledge) _outputs.Add(new AcknowledgeFacts(node.Name, session.Number, number));
            session.FactsToAcknowledge.Clear();
            if (session.NeedsWhole) SendWhole(node, session);
            else if (session.Changed.Count + session.Dropped.Count > 0) SendIncrement(node, session);
            session.Changed.Clear();
            session.Dropped.Clear();
        }
    }

    private void SendWhole(NodeRecord node, NodeSession session)
    {
        session.NeedsWhole = false;
        session.Versions.Clear();
        var all = node.Live.Select(slot => _state.Allocations[slot].Serial).Order().ToList();
        Send(node, session, all, [], whole: true);
    }

    private void SendIncrement(NodeRecord node, NodeSession session)
    {
        var changed = session.Changed.Distinct().Order().Where(serial => _state.Allocations.SlotOf(serial) is >= 0 and var slot && _state.Allocations[slot].Live).ToList();
        Send(node, session, changed, [.. session.Dropped.Distinct().Order()], whole: false);
    }

    private void Send(NodeRecord node, NodeSession session, List<ulong> serials, ImmutableArray<AllocationId> dropped, bool whole)
    {
        var part = new AssignmentPart(dropped);
        bool begins = whole;
        foreach (ulong serial in serials)
        {
            ref var row = ref _state.Allocations[_state.Allocations.SlotOf(serial)];
            var version = row.Group.Job.Version(row.Version)!;
            var fresh = session.Versions.Add(version.Digest) ? version : null;
            int bytes = AssignmentPart.SizeOf(row, fresh);
            if (part.Bytes > 0 && part.Bytes + bytes > Options.SetBytes)
            {
                Send(node, session, part, begins, completes: !whole);
                (part, begins) = (new AssignmentPart([]), false);
            }
            part.Add(ToAssignment(row, version), fresh, fresh is null ? [] : SourcesOf(fresh), bytes);
        }
        Send(node, session, part, begins, completes: true);
    }

    private void Send(NodeRecord node, NodeSession session, AssignmentPart part, bool begins, bool completes)
    {
        session.SentAt = _now;
        _outputs.Add(new SendAssignments(node.Name, part.ToSet(_state.Epoch, session.Number, ++session.Sent, begins, completes)));
    }

    private Assignment ToAssignment(in AllocationRow row, JobVersion version) => new(
        row.Id, row.Group.Job.Name, row.Group.Name, row.Index, version.Digest, row.Attempt, _state.Epoch,
        row.Stop == StopCause.None ? Desired.Run : Desired.Stop, row.Ports);

    private IEnumerable<ImageSource> SourcesOf(JobVersion version) => version.Spec.Groups
        .Select(group => ImageReference.DigestOf(group.Container.Image)).Distinct(StringComparer.Ordinal)
        .Select(digest => new ImageSource(digest, ImageHolders(digest)));
}
