using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

/// <summary>A node that keeps what it was assigned and, when asked to, does it.</summary>
internal sealed class BenchNode(NodeReport report)
{
    public NodeReport Report { get; set; } = report;

    public long Session { get; set; }

    public long Number { get; set; }

    public long FactNumber { get; set; } = 1;

    public Dictionary<AllocationId, Assignment> Assigned { get; } = [];

    public Dictionary<AllocationId, AllocationFact> Facts { get; } = [];

    public int Starts { get; private set; }

    public void Take(AssignmentSet set)
    {
        if (set.Begins) Assigned.Clear();
        foreach (var assignment in set.Assignments) Assigned[assignment.Id] = assignment;
        foreach (var id in set.Dropped) Assigned.Remove(id);
        Number = set.Number;
    }

    /// <summary>The facts of doing what is assigned.</summary>
    public ImmutableArray<AllocationFact> Obey(DateTimeOffset now)
    {
        var told = ImmutableArray.CreateBuilder<AllocationFact>();
        foreach (var assignment in Assigned.Values.Where(one => one.Desired == Desired.Run && !Facts.ContainsKey(one.Id)))
        {
            Starts++;
            told.Add(new AllocationFact { Id = assignment.Id, Phase = Phase.Running, Pid = 1000 + Starts, StartedAt = now });
        }
        foreach (var assignment in Assigned.Values.Where(one => one.Desired == Desired.Stop))
            if (Facts.GetValueOrDefault(assignment.Id) is { Phase: < Phase.Exited } runs) told.Add(Ended(runs, now));
            else if (!Facts.ContainsKey(assignment.Id)) told.Add(Ended(new AllocationFact { Id = assignment.Id, Phase = Phase.Pending }, now));
        foreach (var fact in Facts.Values.Where(fact => fact.Phase < Phase.Exited && !Assigned.ContainsKey(fact.Id))) told.Add(Ended(fact, now));
        foreach (var fact in told) Facts[fact.Id] = fact;
        return told.DrainToImmutable();
    }

    private static AllocationFact Ended(AllocationFact fact, DateTimeOffset now) =>
        fact with { Phase = Phase.Exited, ExitCode = fact.StartedAt is null ? null : 143, FinishedAt = now };
}
