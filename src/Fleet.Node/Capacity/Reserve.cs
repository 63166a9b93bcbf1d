using Fleet.Model;

namespace Fleet.Node.Capacity;

/// <summary>What the node keeps for its agent and its system: a share of the capacity, at most so much.</summary>
/// <param name="Share">0 to 1.</param>
public sealed record Reserve(double Share, Resources AtMost)
{
    public static readonly Reserve Default = new(0.05, new Resources(100, 256L << 20, 200));

    public static readonly Reserve None = new(0, default);

    public Resources From(in Resources capacity) => new(
        Part(capacity.MilliCpu, AtMost.MilliCpu), Part(capacity.MemoryBytes, AtMost.MemoryBytes), Part(capacity.Pids, AtMost.Pids));

    private long Part(long whole, long atMost) => Math.Min((long)(whole * Share), atMost);
}
