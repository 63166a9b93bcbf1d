using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

/// <summary>
/// Puts assignment sets in order: the parts of the whole are gathered until it is complete, increments are let through one
/// after the other, and a gap is noticed.
/// </summary>
internal sealed class Inbox
{
    private readonly List<AssignmentSet> _parts = [];

    /// <summary>Null outside a session.</summary>
    public long? Session { get; private set; }

    /// <summary>The last number taken in.</summary>
    public long Taken { get; private set; }

    private long _last;
    private bool _gathering;

    public void Open(long session)
    {
        Close();
        Session = session;
    }

    public void Close()
    {
        Session = null;
        _parts.Clear();
        (Taken, _last, _gathering) = (0, 0, false);
    }

    /// <summary>What a set leads to: nothing yet, sets to act on (the whole in all its parts, or one increment), or the wish for the whole.</summary>
    public Received Take(AssignmentSet set)
    {
        if (set.Session != Session || set.Number <= _last) return Received.Nothing;     // of another session, or late
        if (set.Begins)
        {
            _parts.Clear();
            _gathering = true;
        }
        else if (set.Number != _last + 1 || (!_gathering && Taken == 0))
        {
            _gathering = false;
            return Received.Gap;
        }
        _last = set.Number;
        if (!_gathering)
        {
            Taken = set.Number;
            return new Received([set], IsWhole: false, Missing: false);
        }
        _parts.Add(set);
        if (!set.Completes) return Received.Nothing;
        _gathering = false;
        Taken = set.Number;
        return new Received([.. _parts], IsWhole: true, Missing: false);
    }
}

internal readonly record struct Received(IReadOnlyList<AssignmentSet> Sets, bool IsWhole, bool Missing)
{
    public static readonly Received Nothing = new([], false, false);
    public static readonly Received Gap = new([], false, true);
}
