using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Control.Door;

/// <summary>
/// A session's facts in the order of their numbers. A batch that comes before its turn is held; a batch that stays away is
/// lost, and with it the meaning of an acknowledgement (a node repeats facts under new numbers): then the session must end,
/// and the next one begins with the whole.
/// </summary>
internal sealed class FactIntake(long session)
{
    private const int MaxHeld = 256;

    private readonly SortedDictionary<long, FactBatch> _held = [];
    private readonly ImmutableArray<AllocationFact>.Builder _whole = ImmutableArray.CreateBuilder<AllocationFact>();
    private bool _complete;

    /// <summary>The number up to which everything has come.</summary>
    public long Received { get; private set; }

    /// <summary>Of the last batch of the whole.</summary>
    public long WholeNumber { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Some batch has not come although later ones have.</summary>
    public bool HasGap => _held.Count > 0;

    /// <summary>More is held than a mere change of order explains.</summary>
    public bool IsOverfull => _held.Count > MaxHeld;

    /// <summary>All that the node knew at the start of the session; null until it has come.</summary>
    public ImmutableArray<AllocationFact>? Whole => _complete ? _whole.ToImmutable() : null;

    /// <summary>True for one whose acknowledgement must have been lost.</summary>
    public bool IsKnown(FactBatch batch) => batch.Session == session && batch.Number <= Acknowledged;

    /// <summary>The batches whose turn it is now, those that belong to the whole left out.</summary>
    public IReadOnlyList<FactBatch> Take(FactBatch batch)
    {
        if (batch.Session != session || batch.Number <= Received) return [];
        _held[batch.Number] = batch;

        var due = new List<FactBatch>();
        while (_held.Remove(Received + 1, out var next))
        {
            Received++;
            if (_complete) due.Add(next);
            else TakeWhole(next);
        }
        return due;
    }

    public void Acknowledge(long number) => Acknowledged = Math.Max(Acknowledged, Math.Min(number, Received));

    private void TakeWhole(FactBatch batch)
    {
        _whole.AddRange(batch.Facts);
        WholeNumber = batch.Number;
        _complete = batch.Completes;
    }
}
