using System.Collections.Immutable;
using Fleet.Scheduling.Explain;
using Fleet.Scheduling.Rank;

namespace Fleet.Scheduling.Plan;

/// <param name="Unplaced">Indexes that found no node, in order.</param>
/// <param name="Explanation">Of the first that found none; null when all did.</param>
/// <param name="Candidates">Nodes that could take a replica when the plan began.</param>
/// <param name="Top">The best nodes when the plan began, the best first.</param>
public sealed record PlacementPlan(
    IReadOnlyList<Choice> Choices, IReadOnlyList<int> Unplaced, Explanation? Explanation, int Candidates,
    ImmutableArray<Candidate> Top);

/// <summary>A node that was considered, with what spoke for it.</summary>
public readonly record struct Candidate(string Node, NodeRank Rank);
