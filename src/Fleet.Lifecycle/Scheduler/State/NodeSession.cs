using Fleet.Model;

namespace Fleet.Lifecycle.Scheduler.State;

/// <summary>What one session was sent, and is still to be sent.</summary>
/// <param name="outgoing">Sessions with something to send; this one enters itself there.</param>
internal sealed class NodeSession(NodeRecord node, long number, List<NodeSession> outgoing)
{
    private readonly List<ulong> _changed = [];
    private readonly List<AllocationId> _dropped = [];
    private readonly List<long> _factsToAcknowledge = [];
    private readonly Dictionary<string, string> _limitsOf = new(StringComparer.Ordinal);
    private bool _isOutgoing;

    public NodeRecord Node { get; } = node;

    public long Number { get; } = number;

    public long Sent { get; set; }

    public long Acknowledged { get; set; }

    public DateTimeOffset SentAt { get; set; }

    public bool NeedsWhole { get; private set; }

    /// <summary>Live allocations whose assignment changed.</summary>
    public IReadOnlyList<ulong> Changed => _changed;

    public IReadOnlyList<AllocationId> Dropped => _dropped;

    /// <summary>Numbers of the fact batches taken in during this turn.</summary>
    public IReadOnlyList<long> FactsToAcknowledge => _factsToAcknowledge;

    /// <summary>Digests of the versions it has been sent.</summary>
    public HashSet<string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>The limits of this version's job are to be told: they have not been in this session. From now on they have.</summary>
    public bool Learns(JobVersion current)
    {
        string job = current.Spec.Name;
        if (_limitsOf.GetValueOrDefault(job) == current.Digest) return false;
        _limitsOf[job] = current.Digest;
        return true;
    }

    /// <summary>Everything is told again.</summary>
    public void ForgetsAll()
    {
        Versions.Clear();
        _limitsOf.Clear();
    }

    public void Change(ulong serial)
    {
        _changed.Add(serial);
        GoOut();
    }

    public void Drop(AllocationId id)
    {
        _dropped.Add(id);
        GoOut();
    }

    public void WantWhole()
    {
        NeedsWhole = true;
        GoOut();
    }

    public void Acknowledge(long batch)
    {
        _factsToAcknowledge.Add(batch);
        GoOut();
    }

    public void HasGone()
    {
        (NeedsWhole, _isOutgoing) = (false, false);
        _changed.Clear();
        _dropped.Clear();
        _factsToAcknowledge.Clear();
    }

    private void GoOut()
    {
        if (!_isOutgoing) outgoing.Add(this);
        _isOutgoing = true;
    }
}
