using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

// What the scheduler wants, compared with what is there.
public sealed partial class NodeMachine
{
    private readonly Dictionary<string, JobVersion> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<ImageHolder>> _holders = new(StringComparer.Ordinal);

    private void Receive(AssignmentSet set)
    {
        if (set.Epoch < Epoch)
        {
            _outputs.Add(new Refused($"assignments of epoch {set.Epoch}: epoch {Epoch} is known"));
            return;
        }
        var received = _inbox.Take(set);
        if (received.Missing) _outputs.Add(new AskForWhole(set.Session));
        if (received.Sets.Count == 0) return;
        Epoch = set.Epoch;
        foreach (var one in received.Sets) TakeVersions(one);
        // Before anything is started under them.
        foreach (var limits in received.Sets.SelectMany(one => one.JobLimits)) _outputs.Add(new LimitJob(limits));
        if (received.IsWhole)
            foreach (var local in _local.Values) local.Assigned = false;
        foreach (var one in received.Sets)
        {
            foreach (var assignment in one.Assignments) Converge(assignment);
            foreach (var id in one.Dropped) Drop(id);
        }
        if (received.IsWhole) DropUnassigned();
        _outputs.Add(new AcknowledgeAssignments(set.Session, set.Number));
    }

    private void TakeVersions(AssignmentSet set)
    {
        foreach (var version in set.Versions) _versions[version.Digest] = version;
        foreach (var image in set.Images) _holders[image.Digest] = image.Holders;
    }

    private void Converge(Assignment assignment)
    {
        if (_local.TryGetValue(assignment.Id, out var local))
        {
            local.Assigned = true;
            local.Assignment = assignment;
            if (assignment.Desired == Desired.Stop) Stop(local);
            return;
        }
        if (VersionOf(assignment) is not { } version)
        {
            _outputs.Add(new Refused($"{assignment.Name}: its job version {assignment.JobVersion} never came"));
            _outputs.Add(new AskForWhole(_inbox.Session!.Value));
            return;
        }
        local = new LocalAllocation(assignment, version, new AllocationFact { Id = assignment.Id, Phase = Phase.Pending }) { Unreported = false };
        _local.Add(assignment.Id, local);
        if (assignment.Desired == Desired.Run)
        {
            _outputs.Add(new StartAllocation(assignment, version, HoldersFor(assignment, version)));
            return;
        }
        // It never got as far as starting here; the scheduler waits for an end all the same.
        local.Fact = local.Fact with { Phase = Phase.Exited, Message = "stopped before it was started" };
        local.Stopping = true;
        FactOutbox.Changed(local);
    }

    private JobVersion? VersionOf(Assignment assignment) =>
        _versions.TryGetValue(assignment.JobVersion, out var version) ? version
        : _local.Values.FirstOrDefault(local => local.Version.Digest == assignment.JobVersion)?.Version;

    private ImmutableArray<ImageHolder> HoldersFor(Assignment assignment, JobVersion version)
    {
        string image = version.Spec.Groups.FirstOrDefault(group => group.Name == assignment.Group)?.Container.Image ?? "";
        return _holders.GetValueOrDefault(image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..], []);
    }

    private void Drop(AllocationId id)
    {
        if (!_local.TryGetValue(id, out var local)) return;
        local.Assigned = false;
        Stop(local);
        RemoveOldest(local.Assignment.Job);
    }

    private void DropUnassigned()
    {
        foreach (var local in _local.Values.Where(local => !local.Assigned).ToList())
        {
            Stop(local);
            RemoveOldest(local.Assignment.Job);
        }
        // Versions travel again with the whole, so none is needed but those of what is here.
        foreach (string digest in _versions.Keys.Where(digest => !_local.Values.Any(local => local.Version.Digest == digest)).ToList())
            _versions.Remove(digest);
    }

    private void Stop(LocalAllocation local)
    {
        if (local.HasEnded || local.Stopping) return;
        local.Stopping = true;
        _outputs.Add(new StopAllocation(local.Assignment.Id, local.Grace));
    }

    // Ended allocations that the scheduler is done with stay for their logs, the last few of each job.
    private void RemoveOldest(string job)
    {
        var done = _local.Values.Where(local => local.Assignment.Job == job && local is { HasEnded: true, Assigned: false, Removing: false } && !local.Unreported).ToList();
        foreach (var local in done.Take(Math.Max(0, done.Count - _options.KeepEnded)))
        {
            local.Removing = true;
            _outputs.Add(new RemoveAllocation(local.Assignment.Id));
        }
    }

    private void Forget(AllocationId id)
    {
        if (_local.TryGetValue(id, out var local) && local.Removing) _local.Remove(id);
    }
}
