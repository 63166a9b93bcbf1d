namespace Fleet.Model;

/// <summary>What one block device of the node gives at most per second; null: no limit.</summary>
/// <param name="Device">A path of the node, such as /dev/sda.</param>
public sealed record IoRate(string Device)
{
    public long? ReadBytes { get; init; }

    public long? WriteBytes { get; init; }

    public long? ReadOperations { get; init; }

    public long? WriteOperations { get; init; }
}
