using Fleet.Lifecycle.Scheduler;
using Fleet.Lifecycle.Scheduler.State;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;

namespace Fleet.Lifecycle.Safety;

/// <summary>
/// What holds after every turn of the scheduler, whatever happened. Each predicate answers null when it holds, else what is
/// wrong. Tests, the simulator and (cheap as they are) a suspicious operator ask the same ones.
/// </summary>
public static class Invariants
{
    /// <summary>The first that does not hold.</summary>
    public static string? Violation(SchedulerMachine machine) =>
        FreeEqualsARecount(machine) ?? NoNodeIsOverItsCapacity(machine) ?? NoPortIsGivenTwice(machine)
        ?? LiveReplicasAreWithinTheWantedCount(machine) ?? AnAllocationIsInOnePlace(machine) ?? CountsEqualARecount(machine)
        ?? NothingWaitsThoughItCouldRun(machine);

    /// <summary>free = allocatable - locally used - live - what still runs though it was written off.</summary>
    public static string? FreeEqualsARecount(SchedulerMachine machine)
    {
        var state = machine.State;
        foreach (var node in state.Nodes)
        {
            var free = state.Table.Allocatable(node.Row);
            foreach (int slot in node.Live) free -= state.Allocations[slot].Needs;
            foreach (var ghost in node.Ghosts.Values) free -= ghost.Needs;
            if (free != state.Table.Free(node.Row)) return $"{node.Name}: {state.Table.Free(node.Row)} counted as free, a recount gives {free}";
        }
        return null;
    }

    /// <summary>Nothing is placed where it does not fit. (A node that reports less than before may be over for that reason alone.)</summary>
    public static string? NoNodeIsOverItsCapacity(SchedulerMachine machine)
    {
        var state = machine.State;
        foreach (var node in state.Nodes)
        {
            var free = state.Table.Free(node.Row);
            bool over = node.Session is not null && (free.MilliCpu < 0 || free.MemoryBytes < 0 || free.Pids < 0);
            if (over) return $"{node.Name}: {free} free";
        }
        return null;
    }

    public static string? NoPortIsGivenTwice(SchedulerMachine machine)
    {
        var state = machine.State;
        foreach (var node in state.Nodes)
        {
            var given = new HashSet<(int, PortProtocol)>();
            foreach (int slot in node.Live)
                foreach (var port in state.Allocations[slot].Ports)
                {
                    if (!given.Add((port.Number, port.Protocol))) return $"{node.Name}: port {port.Number} given twice";
                    if (IsFree(state.Table.Ports(node.Row), port)) return $"{node.Name}: port {port.Number} is given and counts as free";
                }
        }
        return null;
    }

    private static bool IsFree(PortTable ports, AssignedPort port) => ports.IsFree(port.Number, port.Protocol);

    /// <summary>Old stopped before new is started: never more than N, not even during an update.</summary>
    public static string? LiveReplicasAreWithinTheWantedCount(SchedulerMachine machine)
    {
        foreach (var group in Groups(machine))
        {
            int staying = group.Replicas.Count(replica => replica.Live >= 0 && machine.State.Allocations[replica.Live].Stop == StopCause.None);
            if (staying > group.WantedNow) return $"{group.FullName}: {staying} live, {group.WantedNow} wanted";
        }
        return null;
    }

    /// <summary>One allocation, one replica, one node.</summary>
    public static string? AnAllocationIsInOnePlace(SchedulerMachine machine)
    {
        var state = machine.State;
        var seen = new HashSet<int>();
        foreach (var node in state.Nodes)
            foreach (int slot in node.Live)
            {
                ref var row = ref state.Allocations[slot];
                if (!seen.Add(slot)) return $"{row.Id} is on two nodes";
                if (!row.Live || row.Node != node.Row) return $"{row.Id} is listed on {node.Name} but is not live there";
                if (row.Group.Replicas[row.Index].Live != slot) return $"{row.Group.ReplicaName(row.Index)} has more than one live allocation";
            }
        return null;
    }

    /// <summary>The counts that listings show are those of the replicas.</summary>
    public static string? CountsEqualARecount(SchedulerMachine machine)
    {
        foreach (var group in Groups(machine))
        {
            if (group.Live != group.Replicas.Count(replica => replica.Live >= 0)) return $"{group.FullName}: {group.Live} counted as live";
            foreach (var of in Enum.GetValues<ReplicaClass>())
                if (group.Count(of) != group.Replicas.Count(replica => replica.Class == of)) return $"{group.FullName}: {group.Count(of)} counted as {of}";
            int siblings = group.Replicas.Count(replica => replica.Live >= 0 && machine.State.Allocations[replica.Live].Counted);
            if (group.Siblings.Values.Sum() != siblings) return $"{group.FullName}: siblings";
        }
        return null;
    }

    /// <summary>No wake-up is lost: a replica without a node has none that could take it.</summary>
    public static string? NothingWaitsThoughItCouldRun(SchedulerMachine machine)
    {
        var nodes = machine.State.Table;
        var feasibility = new Feasibility(nodes);
        foreach (var group in Groups(machine).Where(group => group.Unplaced.Count > 0 && !group.Woken))
        {
            var holders = feasibility.Holders(group.Needs.Volumes);
            foreach (int index in group.Unplaced.Take(10))
            {
                var wish = machine.WishOf(group, index, group.Replicas[index]);
                for (int row = 0; row < nodes.Count; row++)
                    if ((!wish.BoundToHome || row == wish.Home) && feasibility.Check(group.Needs, row, holders) == Filter.None)
                        return $"{group.ReplicaName(index)} waits ({group.PendingReason}) though {nodes.Name(row)} could take it";
            }
        }
        return null;
    }

    private static IEnumerable<GroupRecord> Groups(SchedulerMachine machine) => machine.State.Jobs.Values.SelectMany(job => job.Groups);
}
