using Fleet.Chaos.History;

namespace Fleet.Chaos.Check;

/// <summary>What a client is promised: an answer, and one that its contract names.</summary>
internal static class CallRules
{
    public static IEnumerable<string> Unanswered(Facts facts)
    {
        var deaths = facts.All.OfType<ClientDied>().ToLookup(died => died.Client);
        foreach (var (begin, end) in facts.Calls)
        {
            if (end is { Outcome: CallOutcome.Untyped })
                yield return $"{begin.Client}'s call {begin.Number} ({begin.Kind} {begin.Job}) ended with {end.Message}";
            else if (end is null && !deaths[begin.Client].Any(died => died.At >= begin.At))
                yield return $"{begin.Client}'s call {begin.Number} ({begin.Kind} {begin.Job}), begun at {begin.At}, was never answered";
        }
    }
}
