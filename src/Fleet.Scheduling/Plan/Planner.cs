using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Scheduling.Explain;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;
using Fleet.Scheduling.Rank;

namespace Fleet.Scheduling.Plan;

/// <summary>
/// Finds nodes for the replicas of one group in one pass: a heap of the nodes that can take one, best first; a node that
/// took one is ranked anew and put back. The table is as before when the plan is done: whoever carries it out takes then.
/// </summary>
public sealed class Planner(NodeTable nodes, Feasibility feasibility)
{
    private const int TopKept = 3;

    public PlacementPlan Plan(GroupRequest request)
    {
        var pass = new Pass(nodes, feasibility, request);
        try
        {
            return pass.Run();
        }
        finally
        {
            pass.Undo();
        }
    }

    private sealed class Pass(NodeTable nodes, Feasibility feasibility, GroupRequest request)
    {
        private readonly List<Choice> _choices = new(request.Replicas.Length);
        private readonly List<int> _unplaced = [];
        private readonly int[] _siblings = new int[nodes.Count];
        private readonly ulong[] _ties = new ulong[nodes.Count];
        private readonly Bits _meeting = feasibility.MeetingConstraints(request.Needs);
        private readonly PriorityQueue<int, NodeRank> _heap = new();
        private Bits? _holders = feasibility.Holders(request.Needs.Volumes);
        private Explanation? _explanation;

        public PlacementPlan Run()
        {
            foreach (var (row, count) in request.Siblings) _siblings[row] = count;
            for (int row = 0; row < nodes.Count; row++) _ties[row] = TieBreak.Of(request.Seed, request.Name, nodes.Name(row));
            FillHeap();
            int candidates = _heap.Count;
            var top = Top();
            // Those with a home first: others must not take the room that they come back to.
            foreach (var wish in request.Replicas)
                if (wish.Home >= 0 && CanTake(wish.Home)) Take(wish.Index, wish.Home);
            var home = _choices.Select(choice => choice.Index).ToHashSet();
            foreach (var wish in request.Replicas)
            {
                if (home.Contains(wish.Index)) continue;
                int row = wish.BoundToHome ? -1 : Best(wish.Avoid);
                if (row >= 0) Take(wish.Index, row);
                else GiveUp(wish);
            }
            return new PlacementPlan(_choices, _unplaced, _explanation, candidates, top);
        }

        public void Undo()
        {
            foreach (var choice in _choices)
            {
                nodes.GiveBack(choice.Row, request.Needs.Reserved);
                foreach (var port in choice.Ports) nodes.Ports(choice.Row).GiveBack(port);
            }
        }

        private void FillHeap()
        {
            _heap.Clear();
            for (int row = 0; row < nodes.Count; row++)
                if (CanTake(row)) _heap.Enqueue(row, RankOf(row));
        }

        private ImmutableArray<Candidate> Top()
        {
            var best = new List<(int Row, NodeRank Rank)>();
            while (best.Count < TopKept && _heap.TryDequeue(out int row, out var rank)) best.Add((row, rank));
            foreach (var (row, rank) in best) _heap.Enqueue(row, rank);
            return [.. best.Select(one => new Candidate(nodes.Name(one.Row), one.Rank))];
        }

        // Entries of nodes that were taken meanwhile, or ranked anew, are stale: they are put right when they come up.
        private int Best(int avoid)
        {
            int avoided = -1;
            int found = -1;
            while (found < 0 && _heap.TryDequeue(out int row, out var rank))
            {
                if (!CanTake(row)) continue;
                var now = RankOf(row);
                if (now != rank) _heap.Enqueue(row, now);
                else if (row == avoid) avoided = row;
                else found = row;
            }
            if (found < 0) return avoided;
            if (avoided >= 0) _heap.Enqueue(avoided, RankOf(avoided));
            return found;
        }

        private void Take(int index, int row)
        {
            var ports = nodes.Ports(row).Choose(request.Needs.Ports);
            nodes.Take(row, request.Needs.Reserved);
            foreach (var port in ports) nodes.Ports(row).Take(port);
            _siblings[row]++;
            _choices.Add(new Choice(index, row, ports));
            if (_holders is null && !request.Needs.Volumes.IsEmpty)
            {
                // From here on the data is on this node, and the others follow it.
                _holders = new Bits { [row] = true };
                FillHeap();
            }
            else if (CanTake(row))
            {
                _heap.Enqueue(row, RankOf(row));
            }
        }

        private void GiveUp(ReplicaWish wish)
        {
            _unplaced.Add(wish.Index);
            _explanation ??= Explainer.Explain(nodes, feasibility, request.Needs,
                wish.BoundToHome ? new Bits { [wish.Home] = true } : _holders);
        }

        private bool CanTake(int row) => feasibility.Check(request.Needs, row, _meeting, _holders) == Filter.None;

        private NodeRank RankOf(int row) =>
            NodeRank.Of(_siblings[row], nodes.Free(row), nodes.Allocatable(row), request.Needs.Reserved, _ties[row]);
    }
}
