using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

public sealed record NodeOptions
{
    /// <summary>Ended allocations kept with their logs, per job.</summary>
    public int KeepEnded { get; init; } = 5;

    /// <summary>When facts that were not acknowledged are sent again.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>About how many bytes of facts one batch may take; a single larger one (a result of 64 KB) travels alone.</summary>
    public int BatchBytes { get; init; } = 48 * 1024;
}

/// <summary>
/// Compares what the scheduler wants of a node with what is on it, and takes one step per allocation towards it. Knows
/// nothing of local users' containers. Not thread-safe.
/// </summary>
public sealed partial class NodeMachine
{
    private readonly NodeOptions _options;
    private readonly SortedDictionary<AllocationId, LocalAllocation> _local = [];
    private readonly Inbox _inbox = new();
    private readonly FactOutbox _outbox;
    private readonly List<NodeOutput> _outputs = [];

    public NodeMachine(NodeOptions options, IEnumerable<AdoptedAllocation> adopted)
    {
        _options = options;
        _outbox = new FactOutbox(options);
        foreach (var one in adopted)
        {
            _local.Add(one.Assignment.Id, new LocalAllocation(one.Assignment, one.Version, one.Fact));
            Epoch = Math.Max(Epoch, one.Assignment.Epoch);
        }
    }

    /// <summary>The highest that was ever seen here.</summary>
    public long Epoch { get; private set; }

    /// <summary>Null when only an input can change anything.</summary>
    public DateTimeOffset? NextWake => _inbox.Session is null ? null : _outbox.NextResend;

    /// <summary>The last assignment number taken in, for heartbeats; 0 outside a session and until the whole has come.</summary>
    public long AssignmentNumber => _inbox.Taken;

    /// <summary>Every allocation on the node, running or ended, by id.</summary>
    public ImmutableArray<AdoptedAllocation> Allocations =>
        [.. _local.Values.Select(local => new AdoptedAllocation(local.Assignment, local.Version, local.Fact))];

    public IReadOnlyList<NodeOutput> Step(NodeInput input, DateTimeOffset now)
    {
        _outputs.Clear();
        switch (input)
        {
            case SessionBegan began: Begin(began); break;
            case SessionEnded: EndSession(); break;
            case AssignmentsArrived arrived: Receive(arrived.Set); break;
            case FactSeen seen: See(seen.Fact); break;
            case AllocationGone gone: Forget(gone.Id); break;
            case FactsAcknowledged acknowledged: Acknowledge(acknowledged); break;
            case NodeTick: break;
            default: throw new InvalidOperationException($"an input of an unknown kind: {input.GetType().Name}");
        }
        if (_inbox.Session is { } session)
            foreach (var batch in _outbox.Due(session, _local.Values, now)) _outputs.Add(new SendFacts(batch));
        return [.. _outputs];
    }

    private void Begin(SessionBegan began)
    {
        if (began.Epoch < Epoch)
        {
            _outputs.Add(new Refused($"a session of epoch {began.Epoch}, though this node has served epoch {Epoch}: that scheduler was replaced, or has lost its journal"));
            EndSession();
            return;
        }
        Epoch = began.Epoch;
        _inbox.Open(began.Session);
        _outbox.BeginWhole();
    }

    private void EndSession()
    {
        _inbox.Close();
        _outbox.Clear();
    }

    private void See(AllocationFact fact)
    {
        if (!_local.TryGetValue(fact.Id, out var local)) return;
        if (local.HasEnded && fact.Phase <= Phase.Exited) return;    // an end is final
        local.Fact = fact;
        FactOutbox.Changed(local);
        if (local.HasEnded) RemoveOldest(local.Assignment.Job);
    }

    private void Acknowledge(FactsAcknowledged acknowledged)
    {
        if (_inbox.Session != acknowledged.Session) return;
        foreach (string job in _outbox.Acknowledge(acknowledged.Number, _local.Values)) RemoveOldest(job);
    }
}
