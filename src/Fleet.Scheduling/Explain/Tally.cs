using System.Globalization;
using Fleet.Model;
using Fleet.Scheduling.Feasible;
using Fleet.Scheduling.Nodes;

namespace Fleet.Scheduling.Explain;

/// <summary>Nodes counted under the filter that keeps each of them out.</summary>
internal sealed class Tally(NodeTable nodes, GroupNeeds needs)
{
    private readonly SortedDictionary<(Filter Filter, string What), int> _counts = [];
    private long _mostCpu, _mostMemory, _mostPids;

    public int Total { get; private set; }

    public Change WakeOn { get; private set; }

    public void Add(int row, Filter filter)
    {
        Total++;
        if (filter == Filter.None) return;
        var key = (filter, What(row, filter));
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        WakeOn |= filter switch
        {
            Filter.Disconnected => Change.Ready,
            Filter.Constraint => Change.Attributes,
            Filter.Volume => Change.Volumes,
            Filter.Port => Change.Ports,
            _ => Change.Capacity,
        } | Change.Ready;
        Most(filter, nodes.Free(row));
    }

    public string Words() => string.Join(", ", _counts.Select(entry => $"{entry.Value} {Explained(entry.Key.Filter, entry.Key.What)}"));

    /// <summary>As <see cref="Words"/>, for a sentence about one node.</summary>
    public string OfTheOnlyNode() => string.Join(", ", _counts.Select(entry => Explained(entry.Key.Filter, entry.Key.What)));

    private string What(int row, Filter filter) => filter switch
    {
        Filter.Constraint => Unmet(needs.Constraints.First(constraint => !nodes.Profile(row).Meets(constraint))),
        Filter.Port => TakenPort(row),
        _ => "",
    };

    private string Explained(Filter filter, string what) => filter switch
    {
        Filter.Disconnected => "disconnected",
        Filter.Constraint or Filter.Port => what,
        Filter.Volume => "without its volume",
        Filter.Cpu => $"without enough CPU (needs {Amounts.Cores(needs.Reserved.MilliCpu)}, most free is {Amounts.Cores(_mostCpu)})",
        Filter.Memory => $"without enough memory (needs {Amounts.Bytes(needs.Reserved.MemoryBytes)}, most free is {Amounts.Bytes(_mostMemory)})",
        Filter.Pids => string.Create(CultureInfo.InvariantCulture, $"without enough pids (needs {needs.Reserved.Pids}, most free is {_mostPids})"),
        _ => "fit",
    };

    private static string Unmet(Constraint constraint)
    {
        const string label = "node.labels.";
        bool isLabel = constraint.Attribute.StartsWith(label, StringComparison.Ordinal);
        string name = isLabel ? "label " + constraint.Attribute[label.Length..] : constraint.Attribute;
        return constraint.Operator switch
        {
            ConstraintOperator.Equal => $"without {name}={constraint.Value}",
            ConstraintOperator.NotEqual => $"with {name}={constraint.Value}",
            ConstraintOperator.IsSet => $"without {name}",
            _ => $"with {name}",
        };
    }

    private string TakenPort(int row)
    {
        foreach (var port in needs.Ports)
            if (port.Number != 0 && !nodes.Ports(row).IsFree(port.Number, port.Protocol)) return $"with port {port.Number} in use";
        return "without a free port";
    }

    // Of the nodes that were passed over for it, and no others.
    private void Most(Filter filter, in Resources free)
    {
        if (filter == Filter.Cpu) _mostCpu = Math.Max(_mostCpu, free.MilliCpu);
        if (filter == Filter.Memory) _mostMemory = Math.Max(_mostMemory, free.MemoryBytes);
        if (filter == Filter.Pids) _mostPids = Math.Max(_mostPids, free.Pids);
    }
}
