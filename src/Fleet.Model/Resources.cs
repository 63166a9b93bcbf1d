namespace Fleet.Model;

/// <summary>An amount of what nodes have and tasks take. CPU in thousandths of a core, memory in bytes.</summary>
public readonly record struct Resources(long MilliCpu, long MemoryBytes, long Pids)
{
    /// <summary>What a task without reservation and limits counts as: 0.1 core, 64 MiB, 64 pids.</summary>
    public static readonly Resources DefaultReservation = new(100, 64L << 20, 64);

    public bool FitsIn(in Resources free) =>
        MilliCpu <= free.MilliCpu && MemoryBytes <= free.MemoryBytes && Pids <= free.Pids;

    public static Resources operator +(Resources a, Resources b) =>
        new(a.MilliCpu + b.MilliCpu, a.MemoryBytes + b.MemoryBytes, a.Pids + b.Pids);

    public static Resources operator -(Resources a, Resources b) =>
        new(a.MilliCpu - b.MilliCpu, a.MemoryBytes - b.MemoryBytes, a.Pids - b.Pids);

    public static Resources operator *(Resources a, long times) =>
        new(a.MilliCpu * times, a.MemoryBytes * times, a.Pids * times);
}
