using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

// Assignments on their way to nodes: the whole at first, increments after.
public sealed partial class SchedulerMachine
{
    // So many holders of an image a node is told, not always the same.
    private const int HoldersTold = 4;

    private readonly Dictionary<string, ImmutableArray<ImageHolder>> _holders = new(StringComparer.Ordinal);

    private void Dispatch()
    {
        foreach (var session in _state.Outgoing.OrderBy(session => session.Node.Row))
        {
            if (session.Node.Session == session) Send(session);
            session.HasGone();
        }
        _state.Outgoing.Clear();
        _holders.Clear();
    }

    private void Send(NodeSession session)
    {
        foreach (long number in session.FactsToAcknowledge) _outputs.Add(new AcknowledgeFacts(session.Node.Name, session.Number, number));
        if (session.NeedsWhole) SendWhole(session.Node, session);
        else if (session.Changed.Count + session.Dropped.Count > 0) SendIncrement(session.Node, session);
    }

    private void SendWhole(NodeRecord node, NodeSession session)
    {
        session.ForgetsAll();
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
            var current = row.Group.Job.Current;
            if (session.Learns(current)) part.Add(new JobLimits(current.Spec.Name, current.Digest, current.Spec.NodeLimits));
            part.Add(ToAssignment(row, version), fresh, fresh is null ? [] : SourcesOf(node, fresh), bytes);
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

    private IEnumerable<ImageSource> SourcesOf(NodeRecord node, JobVersion version) => version.Spec.Groups
        .Select(group => ImageReference.DigestOf(group.Container.Image)).Distinct(StringComparer.Ordinal)
        .Select(digest => new ImageSource(digest, HoldersFor(node, digest)));

    private ImmutableArray<ImageHolder> HoldersFor(NodeRecord node, string digest)
    {
        if (!_holders.TryGetValue(digest, out var all)) _holders[digest] = all = ImageHolders(digest);
        if (all.Length <= HoldersTold) return all;
        return [.. Enumerable.Range(0, HoldersTold).Select(at => all[(node.Row + at) % all.Length])];
    }
}
