using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Nodes;

/// <summary>Facts that the scheduler has not acknowledged: sent when they change, and again until they are.</summary>
internal sealed class FactOutbox(NodeOptions options)
{
    private readonly List<FactBatch> _whole = [];
    private bool _wholeIsDue;
    private long _number, _lastOfWhole;

    /// <summary>Null while everything sent is acknowledged.</summary>
    public DateTimeOffset? NextResend { get; private set; }

    /// <summary>A session began: everything that runs and every end not acknowledged is told, even if that is nothing.</summary>
    public void BeginWhole()
    {
        Clear();
        _wholeIsDue = true;
    }

    public void Clear()
    {
        _whole.Clear();
        (_number, _lastOfWhole, _wholeIsDue, NextResend) = (0, 0, false, null);
    }

    public static void Changed(LocalAllocation local)
    {
        local.Unreported = true;
        local.SentIn = 0;
    }

    public IReadOnlyList<FactBatch> Due(long session, IReadOnlyCollection<LocalAllocation> all, DateTimeOffset now)
    {
        bool again = NextResend is { } due && now >= due;
        List<FactBatch> batches = [];
        if (_wholeIsDue)
        {
            _wholeIsDue = false;
            _whole.AddRange(Pack(session, [.. all.Where(local => !local.HasEnded || local.Unreported)], whole: true));
            _lastOfWhole = _number;
            batches.AddRange(_whole);
        }
        else
        {
            // The parts of the whole are repeated as they were, so that the other side can put them together whichever arrive.
            if (again) batches.AddRange(_whole);
            var facts = all.Where(local => local.Unreported && (local.SentIn == 0 || again && !IsInWhole(local))).ToList();
            if (facts.Count > 0) batches.AddRange(Pack(session, facts, whole: false));
        }
        if (batches.Count > 0) NextResend = now + options.ResendAfter;
        else if (again) NextResend = null;
        return batches;
    }

    /// <summary>The jobs some of whose facts are acknowledged now.</summary>
    public ImmutableArray<string> Acknowledge(long number, IEnumerable<LocalAllocation> all)
    {
        // The session was opened by the whole: whatever is acknowledged, the whole had come.
        if (number < _lastOfWhole) return [];
        _whole.Clear();
        var jobs = ImmutableArray.CreateBuilder<string>();
        foreach (var local in all)
        {
            if (!local.Unreported || local.SentIn == 0 || local.SentIn > _lastOfWhole && local.SentIn != number) continue;
            local.Unreported = false;
            if (!jobs.Contains(local.Assignment.Job)) jobs.Add(local.Assignment.Job);
        }
        return jobs.DrainToImmutable();
    }

    private bool IsInWhole(LocalAllocation local) => _whole.Count > 0 && local.SentIn <= _lastOfWhole;

    private List<FactBatch> Pack(long session, List<LocalAllocation> facts, bool whole)
    {
        var batches = new List<FactBatch>();
        for (int at = 0; at < facts.Count || batches.Count == 0;)
        {
            int first = at;
            long number = ++_number;
            for (int bytes = 0; at < facts.Count && (at == first || bytes + SizeOf(facts[at].Fact) <= options.BatchBytes); at++)
            {
                bytes += SizeOf(facts[at].Fact);
                (facts[at].SentIn, facts[at].Unreported) = (number, true);
            }
            batches.Add(new FactBatch
            {
                Session = session, Number = number, Whole = whole, Completes = !whole || at == facts.Count,
                Facts = [.. facts.GetRange(first, at - first).Select(local => local.Fact)],
            });
        }
        return batches;
    }

    private static int SizeOf(AllocationFact fact) => 100 + fact.Message.Length + fact.Result.Length;
}
