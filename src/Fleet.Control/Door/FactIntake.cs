using System.Collections.Immutable;
using Fleet.Lifecycle.Sessions;
using Fleet.Model;

namespace Fleet.Control.Door;

/// <summary>
/// A session's facts in the order of their numbers, and the credits that they take until the scheduler has persisted what they
/// led to. What is out of order or over the credits is dropped; the node repeats it.
/// </summary>
internal sealed class FactIntake(long session, HostSession credits)
{
    private readonly ImmutableArray<AllocationFact>.Builder _whole = ImmutableArray.CreateBuilder<AllocationFact>();
    private readonly SortedDictionary<long, int> _costs = [];
    private bool _complete;

    public enum Verdict
    {
        New,

        /// <summary>Persisted already: its acknowledgement was lost.</summary>
        Known,

        Dropped,
    }

    /// <summary>The number up to which everything has come.</summary>
    public long Received { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>All that the node knew at the start of the session; null until it has come.</summary>
    public ImmutableArray<AllocationFact>? Whole => _complete ? _whole.ToImmutable() : null;

    public Verdict Take(FactBatch batch)
    {
        if (batch.Session != session) return Verdict.Dropped;
        if (batch.Number <= Acknowledged) return Verdict.Known;
        if (batch.Number != Received + 1) return Verdict.Dropped;
        int cost = batch.Facts.Sum(fact => 100 + fact.Result.Length + fact.Message.Length);
        if (!credits.TryTake(cost)) return Verdict.Dropped;

        Received = batch.Number;
        _costs[batch.Number] = cost;
        if (!_complete)
        {
            _whole.AddRange(batch.Facts);
            _complete = batch.Completes;
        }
        return Verdict.New;
    }

    public void Acknowledge(long number)
    {
        Acknowledged = Math.Max(Acknowledged, Math.Min(number, Received));
        foreach (long persisted in _costs.Keys.TakeWhile(key => key <= Acknowledged).ToList())
        {
            credits.GiveBack(_costs[persisted]);
            _costs.Remove(persisted);
        }
    }
}
