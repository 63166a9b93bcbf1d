namespace Fleet.Linux.Cgroups;

/// <summary>The most that may be read from and written to one block device; null leaves that rate alone, 0 lifts it.</summary>
public sealed record IoThrottle(uint Major, uint Minor)
{
    public long? ReadBytesPerSecond { get; init; }
    public long? WriteBytesPerSecond { get; init; }
    public long? ReadOperationsPerSecond { get; init; }
    public long? WriteOperationsPerSecond { get; init; }
}
