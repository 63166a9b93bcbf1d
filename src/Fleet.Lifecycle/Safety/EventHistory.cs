using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Safety;

/// <summary>Watches the journal go by, through all incarnations, and says what must never be written to it.</summary>
public sealed class EventHistory
{
    private readonly Dictionary<AllocationId, (string Replica, long Version)> _live = [];
    private readonly HashSet<AllocationId> _known = [];
    private readonly Dictionary<string, AllocationId> _byReplica = new(StringComparer.Ordinal);
    private readonly HashSet<(string Replica, long Version)> _complete = [];
    private readonly Dictionary<string, JobVersion> _jobs = new(StringComparer.Ordinal);
    private long _epoch;

    /// <summary>Jobs that were accepted and not collected, with their last version.</summary>
    public IReadOnlyDictionary<string, JobVersion> Jobs => _jobs;

    /// <summary>Null, or what is wrong with this event after those before it.</summary>
    public string? Observe(SchedulerEvent decided) => decided switch
    {
        IncarnationStarted started => StartIncarnation(started),
        JobAccepted accepted => Accept(accepted),
        JobCollected collected => Collect(collected.Job),
        AllocationsPlaced placed => placed.Placements.Select(one => Place(placed, one)).FirstOrDefault(wrong => wrong is not null),
        AllocationEnded ended => End(ended),
        _ => null,
    };

    /// <summary>An accepted job is never lost.</summary>
    public string? NoAcceptedJobIsLost(SchedulerMachine machine) =>
        _jobs.Values.FirstOrDefault(version => machine.Job(version.Spec.Name)?.Version.Digest != version.Digest) is { } lost
            ? $"job {lost.Spec.Name}, version {lost.Number}, was accepted and is gone" : null;

    /// <summary>Whether the replica has done its work in this version of its group.</summary>
    public bool IsComplete(string replica, long version) => _complete.Contains((replica, version));

    private string? StartIncarnation(IncarnationStarted started)
    {
        if (started.Epoch <= _epoch) return $"epoch {started.Epoch} after epoch {_epoch}";
        _epoch = started.Epoch;
        return null;
    }

    private string? Accept(JobAccepted accepted)
    {
        string name = accepted.Version.Spec.Name;
        string? wrong = _jobs.TryGetValue(name, out var before) && accepted.Version.Number != before.Number + 1
            ? $"{name}: version {accepted.Version.Number} after {before.Number}" : null;
        _jobs[name] = accepted.Version;
        return wrong;
    }

    // A job of that name that comes later is another one.
    private string? Collect(string job)
    {
        _complete.RemoveWhere(done => done.Replica.StartsWith(job + ".", StringComparison.Ordinal));
        if (_live.Values.Any(live => live.Replica.StartsWith(job + ".", StringComparison.Ordinal))) return $"{job} collected, though some of it is live";
        return _jobs.Remove(job) ? null : $"{job} collected, though it was not there";
    }

    private string? Place(AllocationsPlaced placed, Placement one)
    {
        string replica = $"{placed.Job}.{placed.Group}.{one.Index}";
        if (!_known.Add(one.Id)) return $"{replica}: allocation {one.Id} was used before";
        if (_byReplica.TryGetValue(replica, out var before)) return $"{replica}: {one.Id} placed while {before} is live";
        if (_complete.Contains((replica, placed.VersionNumber))) return $"{replica} had completed and was placed again";
        _live.Add(one.Id, (replica, placed.VersionNumber));
        _byReplica.Add(replica, one.Id);
        return null;
    }

    private string? End(AllocationEnded ended)
    {
        if (!_live.Remove(ended.Fact.Id, out var was)) return $"{ended.Fact.Id} ended twice, or was never placed";
        _byReplica.Remove(was.Replica);
        if (ended.Outcome == Outcome.Complete) _complete.Add(was);
        return null;
    }
}
