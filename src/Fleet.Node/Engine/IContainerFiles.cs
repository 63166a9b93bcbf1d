using System.Collections.Immutable;
using Fleet.Images.Changes;

namespace Fleet.Node.Engine;

/// <summary>The files of a container, whether it runs or not.</summary>
public interface IContainerFiles
{
    /// <summary>What it changed of its image's files, in the order of the paths; not what is in volumes or other mounts.</summary>
    Task<ImmutableArray<LayerChange>> DiffAsync(string name, CancellationToken cancel);
}
