using Fleet.Scheduling.Feasible;

namespace Fleet.Scheduling.Explain;

/// <summary>Why replicas found no node.</summary>
/// <param name="Reason">In words, with counts per filter.</param>
/// <param name="WakeOn">What has to change before it is worth another look.</param>
public sealed record Explanation(string Reason, Change WakeOn)
{
    /// <summary>The reason without its numbers: equal while the same things are in the way.</summary>
    public string Kind => string.Concat(Reason.Where(c => !char.IsAsciiDigit(c) && c != '.'));
}
