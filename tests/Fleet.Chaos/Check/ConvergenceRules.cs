using Fleet.Chaos.History;
using Fleet.Chaos.Plan;

namespace Fleet.Chaos.Check;

/// <summary>After a fault all is well again, soon and by itself.</summary>
internal static class ConvergenceRules
{
    /// <summary>Milliseconds from the fault's end.</summary>
    public const long Within = 15_000;

    public static IEnumerable<string> TooLate(Facts facts)
    {
        var converged = facts.All.OfType<Converged>().ToDictionary(one => one.Round);
        foreach (var fault in facts.All.OfType<FaultEnded>())
        {
            string round = $"round {fault.Round} ({FaultKinds.Word(fault.Kind)} of {fault.On})";
            if (!converged.TryGetValue(fault.Round, out var one)) yield return $"{round}: nobody saw it converge";
            else if (one.Missing.Length > 0) yield return $"{round}: after {one.After / 1000.0:F1} s still not: {one.Missing}";
            else if (one.After > Within) yield return $"{round}: {one.After / 1000.0:F1} s";
        }
    }

    /// <summary>An agent is another process only where a fault had killed the one before.</summary>
    public static IEnumerable<string> OtherAgents(Facts facts)
    {
        foreach (var node in facts.Nodes.Where(seen => seen.AgentPid != 0).GroupBy(seen => seen.Node))
        {
            foreach (var (before, after) in node.Zip(node.Skip(1)).Where(pair => pair.First.AgentPid != pair.Second.AgentPid))
            {
                bool killed = facts.Faults.Any(fault => fault.On == node.Key && fault.Kind is FaultKind.AgentKill or FaultKind.HostKill && fault.Overlaps(before.At, after.At));
                if (!killed) yield return $"the agent of {node.Key} was {before.AgentPid} at {before.At} and {after.AgentPid} at {after.At}, and no fault had killed it";
            }
        }
    }
}
