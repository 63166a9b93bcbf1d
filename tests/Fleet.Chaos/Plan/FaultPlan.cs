using System.Collections.Immutable;

namespace Fleet.Chaos.Plan;

/// <summary>What will happen in which round, from a seed: the same seed and options give the same plan.</summary>
internal static class FaultPlan
{
    /// <summary>Rounds of faults drawn at random.</summary>
    public static ImmutableArray<FaultStep> Random(int seed, int rounds, IReadOnlyList<(FaultKind Kind, FaultTarget Target)> from, TimeSpan stopFor)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, rounds).Select(round => Step(random, round, from[random.Next(from.Count)], stopFor))];
    }

    /// <summary>Every fault on every target so many times, in an order drawn at random. A stop is the agent's and all the host's in turn.</summary>
    public static ImmutableArray<FaultStep> Each(int seed, int times, IReadOnlyList<(FaultKind Kind, FaultTarget Target)> of, TimeSpan stopFor)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, times).SelectMany(time => of.Select(one => InTurn(one, time))).ToArray();
        random.Shuffle(all);
        return [.. all.Select((one, index) => Step(random, index + 1, one, stopFor))];
    }

    /// <summary>Every pair of these kinds and all targets that makes sense: a client has no shims.</summary>
    public static IReadOnlyList<(FaultKind Kind, FaultTarget Target)> Pairs(IReadOnlyCollection<FaultKind> kinds, IReadOnlyCollection<FaultTarget> targets) =>
        [.. from kind in kinds from target in targets where kind != FaultKind.ShimKill || target != FaultTarget.Client select (kind, target)];

    private static (FaultKind Kind, FaultTarget Target) InTurn((FaultKind Kind, FaultTarget Target) one, int time) =>
        one.Kind == FaultKind.AgentStop && time % 2 == 1 ? (FaultKind.HostStop, one.Target) : one;

    // What is dead stays so for 1 to 8 s; the load runs for 1 to 3 s before anything happens.
    private static FaultStep Step(Random random, int round, (FaultKind Kind, FaultTarget Target) one, TimeSpan stopFor) => new(
        round, one.Kind, one.Target,
        After: TimeSpan.FromMilliseconds(1000 + random.Next(2000)),
        For: FaultKinds.IsKill(one.Kind) ? TimeSpan.FromMilliseconds(1000 + random.Next(7000)) : stopFor,
        Pick: random.Next(1 << 20));
}
