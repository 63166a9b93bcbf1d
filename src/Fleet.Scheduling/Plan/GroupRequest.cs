using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Scheduling.Feasible;

namespace Fleet.Scheduling.Plan;

/// <summary>Replicas of one group that look for a node.</summary>
/// <param name="Name">JOB.GROUP: takes part in the tie break.</param>
/// <param name="Siblings">Row of a node -> replicas of the group there that stay.</param>
public sealed record GroupRequest(
    string Name, GroupNeeds Needs, ImmutableArray<ReplicaWish> Replicas, IReadOnlyDictionary<int, int> Siblings, ulong Seed);

/// <param name="Home">Row where it ran before: taken again if it can be; -1 when there is none.</param>
/// <param name="BoundToHome">Its volumes' data is there: nowhere else.</param>
/// <param name="Avoid">Row where it could not be started the last time: only if there is no other; -1 when there is none.</param>
public readonly record struct ReplicaWish(int Index, int Home = -1, bool BoundToHome = false, int Avoid = -1);

/// <param name="Row">Of the node.</param>
public readonly record struct Choice(int Index, int Row, ImmutableArray<AssignedPort> Ports);
