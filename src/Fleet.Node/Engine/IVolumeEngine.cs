namespace Fleet.Node.Engine;

/// <summary>The named volumes of this node.</summary>
public interface IVolumeEngine
{
    /// <summary>One that exists already is returned as it is.</summary>
    /// <param name="name">Null makes one up.</param>
    Task<VolumeView> CreateAsync(string? name, IReadOnlyDictionary<string, string>? labels, CancellationToken cancel);

    Task<IReadOnlyList<VolumeView>> ListAsync(CancellationToken cancel);

    /// <exception cref="EngineException">NotFound; Conflict: a container uses it.</exception>
    Task RemoveAsync(string name, bool force, CancellationToken cancel);
}

/// <param name="Folder">On this node, where the data is.</param>
/// <param name="UsedBy">Names of the containers that mount it.</param>
public sealed record VolumeView(
    string Name, string Folder, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Labels, bool Anonymous, IReadOnlyList<string> UsedBy);
