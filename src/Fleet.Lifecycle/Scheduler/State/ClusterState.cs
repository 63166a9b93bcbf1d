using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>
/// Everything the scheduler knows. What is persisted changes by <see cref="Apply"/> alone, during recovery and after; what
/// nodes report in this incarnation is kept beside it.
/// </summary>
internal sealed partial class ClusterState(SchedulerOptions options)
{
    private readonly Dictionary<string, NodeRecord> _nodes = new(StringComparer.Ordinal);

    public long Epoch { get; private set; }

    public ulong LastSerial { get; private set; }

    public NodeTable Table { get; } = new();

    public SortedDictionary<string, JobRecord> Jobs { get; } = new(StringComparer.Ordinal);

    public AllocationTable Allocations { get; } = new();

    public EventRing Events { get; } = new(options.KeepEvents);

    public RequestMemory Requests { get; } = new();

    public IReadOnlyCollection<NodeRecord> Nodes => _nodes.Values;

    /// <summary>What changed since blocked groups were looked at last.</summary>
    public Change Changes { get; set; }

    /// <summary>Groups with something to look at.</summary>
    public List<GroupRecord> Queue { get; } = [];

    /// <summary>Sessions with something to send.</summary>
    public List<NodeSession> Outgoing { get; } = [];

    /// <summary>Nodes without a session, by row.</summary>
    public SortedDictionary<int, NodeRecord> Away { get; } = [];

    /// <summary>Events of the turn.</summary>
    public List<JobEvent> Fresh { get; } = [];

    public NodeRecord? Node(string name) => _nodes.GetValueOrDefault(name);

    public NodeRecord NodeAt(int row) => _nodes[Table.Name(row)];

    public void Apply(SchedulerEvent decided)
    {
        switch (decided)
        {
            case IncarnationStarted started: Epoch = started.Epoch; break;
            case JobAccepted accepted: Accept(accepted); break;
            case JobScaled scaled: Scale(scaled); break;
            case JobStopped stopped: StopJob(stopped); break;
            case JobCollected collected: Collect(collected); break;
            case RecordsCollected collected: Collect(collected); break;
            case AllocationsPlaced placed: Place(placed); break;
            case AllocationsStopping stopping: Stop(stopping); break;
            case AllocationUp up: Up(up); break;
            case AllocationEnded ended: End(ended); break;
            case AllocationsLost lost: Lose(lost); break;
            case GroupPending pending: Pend(pending); break;
            case NodeChanged changed: ChangeNode(changed); break;
            case NodeLabelled labelled: Label(labelled); break;
            case RequestRemembered remembered: Requests.Remember(remembered); break;
            default: throw new InvalidOperationException($"an event of a kind this version does not know: {decided.GetType().Name}");
        }
    }

    public NodeRecord AddNode(string name)
    {
        if (_nodes.TryGetValue(name, out var node)) return node;
        node = new NodeRecord(name, Table.Add(name));
        _nodes.Add(name, node);
        Away.Add(node.Row, node);
        RefreshProfile(node);
        return node;
    }

    public void MarkDirty(GroupRecord group, int index)
    {
        if (!group.AllDirty) group.Dirty.Add(index);
        Enqueue(group);
    }

    public void MarkAllDirty(GroupRecord group)
    {
        group.AllDirty = true;
        group.Dirty.Clear();
        Enqueue(group);
    }

    public void Enqueue(GroupRecord group)
    {
        if (group.IsQueued) return;
        group.IsQueued = true;
        Queue.Add(group);
    }

    private void Emit(JobEvent happened) => Fresh.Add(Events.Add(happened));

    private static JobEvent Of(JobEventType type, DateTimeOffset time) => new() { Sequence = 0, Time = time, Type = type };
}
