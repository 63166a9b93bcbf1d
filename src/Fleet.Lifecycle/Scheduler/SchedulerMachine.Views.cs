using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler;

// What listings show. Reading changes nothing.
public sealed partial class SchedulerMachine
{
    /// <summary>By name.</summary>
    public ImmutableArray<JobView> Jobs() => [.. _state.Jobs.Values.Select(ToView)];

    public JobView? Job(string name) => _state.Jobs.TryGetValue(name, out var job) ? ToView(job) : null;

    /// <summary>The job's versions that are still known, the newest first.</summary>
    public ImmutableArray<JobVersion> History(string job) =>
        _state.Jobs.TryGetValue(job, out var known) ? [.. Enumerable.Reverse(known.Versions)] : [];

    /// <summary>
    /// By group and index: of every replica its live allocation, or (wanted and without one) an entry without id and node, or
    /// (complete, failed, stopped) the last one. With <paramref name="withEnded"/> also all those that ended before, the newest first.
    /// </summary>
    public ImmutableArray<AllocationView> Allocations(string job, bool withEnded = false)
    {
        if (!_state.Jobs.TryGetValue(job, out var known)) return [];
        var views = ImmutableArray.CreateBuilder<AllocationView>();
        foreach (var group in known.Groups)
            for (int index = 0; index < group.Replicas.Length; index++) AddViews(group, index, withEnded, views);
        return views.DrainToImmutable();
    }

    public AllocationView? Allocation(AllocationId id) =>
        _state.Allocations.SlotOf(id.Serial) is >= 0 and var slot ? ToView(_state.Allocations[slot]) : null;

    /// <summary>By name.</summary>
    public ImmutableArray<NodeView> Nodes() => [.. _state.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal).Select(ToView)];

    /// <summary>Nodes with a session that hold the image, the latest to import it first; without tickets.</summary>
    public ImmutableArray<ImageHolder> ImageHolders(string digest) =>
    [
        .. _state.Nodes.Where(node => node.Session is not null)
            .SelectMany(node => node.Report!.Images.Where(image => image.Digest == digest).Take(1).Select(image => (node, image.ImportedAt)))
            .OrderByDescending(holder => holder.ImportedAt).ThenBy(holder => holder.node.Name, StringComparer.Ordinal)
            .Select(holder => new ImageHolder(holder.node.Name, holder.node.Report!.HttpAddress)),
    ];

    /// <summary>Of the last event; 0 before the first.</summary>
    public long Sequence => _state.Events.Sequence;

    /// <summary>Events after <paramref name="since"/>, of one job or (empty) of all. Those that are too old are missing: see <see cref="FirstSequence"/>.</summary>
    public ImmutableArray<JobEvent> Events(long since, string job = "") => _state.Events.Since(since, job);

    /// <summary>Of the oldest event that is still kept.</summary>
    public long FirstSequence => _state.Events.First;

    private JobView ToView(JobRecord job) => new()
    {
        Name = job.Name,
        State = job.State,
        Version = job.Current,
        SubmittedAt = job.SubmittedAt,
        Groups = [.. job.Groups.Where(group => !group.Retired).Select(group => new GroupView(
            group.Name, group.Spec.Type, group.WantedNow, group.Count(ReplicaClass.Pending), group.Count(ReplicaClass.Running),
            group.Count(ReplicaClass.Complete), group.Count(ReplicaClass.Failed), ReasonOf(group)))],
    };

    private static string ReasonOf(GroupRecord group) =>
        group.Unplaced.Count > 0 ? group.PendingReason : group is { Wanted: 0, Job.Stopped: false } ? "scaled down" : "";

    private void AddViews(GroupRecord group, int index, bool withEnded, ImmutableArray<AllocationView>.Builder views)
    {
        ref var replica = ref group.Replicas[index];
        if (replica.Live >= 0) views.Add(ToView(_state.Allocations[replica.Live]));
        else if (replica.Class == ReplicaClass.Pending) views.Add(PendingView(group, index, replica));
        bool shown = replica.Live >= 0 || replica.Class == ReplicaClass.Pending;
        for (int at = replica.Ended; at >= 0 && (withEnded || !shown); at = _state.Allocations[at].NextEnded, shown = true)
            views.Add(ToView(_state.Allocations[at]));
    }

    private AllocationView PendingView(GroupRecord group, int index, in Replica replica)
    {
        string reason = replica.NotBefore > _now ? "waits before it is started again" : group.PendingReason;
        return new AllocationView
        {
            Assignment = new Assignment(default, group.Job.Name, group.Name, index, DigestOf(group.Job, group.Version), replica.Attempt + 1, _state.Epoch, Desired.Run, []),
            Fact = new AllocationFact { Id = default, Phase = Phase.Pending, Message = reason },
            Node = "",
            Reserved = group.Needs.Reserved,
            Reason = reason,
        };
    }

    private AllocationView ToView(in AllocationRow row) => new()
    {
        Assignment = new Assignment(
            row.Id, row.Group.Job.Name, row.Group.Name, row.Index, DigestOf(row.Group.Job, row.Version), row.Attempt, _state.Epoch,
            row.Live && row.Stop == StopCause.None ? Desired.Run : Desired.Stop, row.Ports),
        // One that was written off was last seen running; for its job it is over.
        Fact = row is { Live: false, Phase: < Phase.Exited } ? row.Fact() with { Phase = Phase.Exited, Pid = 0 } : row.Fact(),
        Node = _state.Table.Name(row.Node),
        Reserved = row.Needs,
        Reason = row switch
        {
            { Live: false } => row.Message,
            { Lost: true } => $"lost: {_state.Table.Name(row.Node)} has not been heard{(row.Group.PendingReason.Length > 0 ? $", and there is no other place ({row.Group.PendingReason})" : "")}",
            { Stop: not StopCause.None } => Words(row.Stop),
            _ => row.Reason,
        },
        Unknown = row.Live && _state.NodeAt(row.Node).Session is null,
    };

    private static string Words(StopCause cause) => cause switch
    {
        StopCause.JobStopped => "stopping: the job was stopped",
        StopCause.ScaledDown => "stopping: the job was scaled down",
        StopCause.Updated => "stopping: a newer version takes its place",
        StopCause.TimeLimit => "stopping: over its time limit",
        _ => "",
    };

    private static string DigestOf(JobRecord job, long version) => job.Version(version)?.Digest ?? "";

    private NodeView ToView(NodeRecord node)
    {
        var allocated = default(Resources);
        foreach (int slot in node.Live) allocated += _state.Allocations[slot].Needs;
        return new NodeView
        {
            Report = node.Report ?? NeverReported(node),
            State = node.Session is null ? NodeState.Disconnected : NodeState.Ready,
            Labels = ClusterState.LabelsOf(node),
            Allocated = allocated,
            Usage = node.Session is null ? null : node.Usage,
            LastHeard = node.LastHeard,
        };
    }

    // Known from the journal, but it has not been back since the scheduler was restarted.
    private static NodeReport NeverReported(NodeRecord node) => new()
    {
        Name = node.Name, Architecture = "", Kernel = "", CgroupVersion = 0, BootId = "", HttpAddress = "", Capacity = default, Allocatable = default,
    };
}
