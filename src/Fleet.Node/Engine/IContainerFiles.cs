using System.Collections.Immutable;
using Fleet.Images.Archives;
using Fleet.Images.Changes;

namespace Fleet.Node.Engine;

/// <summary>The files of a container, whether it runs or not.</summary>
public interface IContainerFiles
{
    /// <summary>What it changed of its image's files, in the order of the paths; not what is in volumes or other mounts.</summary>
    Task<ImmutableArray<LayerChange>> DiffAsync(string name, CancellationToken cancel);

    /// <summary>What stands at a path inside; of a link itself, unless "/" comes after it.</summary>
    /// <exception cref="EngineException">NotFound: nothing does.</exception>
    Task<PathStat> StatAsync(string name, string path, CancellationToken cancel);

    /// <summary>A file or folder as a tar archive; owners are the ids inside. The stream is written to from another thread, and not asynchronously.</summary>
    /// <param name="name">Which container.</param>
    /// <param name="path">Inside.</param>
    /// <param name="rename">Instead of the last part of the path; null: as it is.</param>
    /// <param name="begin">Given what is there, says where the archive goes.</param>
    /// <param name="cancel">Ends it between two pieces.</param>
    /// <exception cref="EngineException">NotFound: nothing is there.</exception>
    Task ReadAsync(string name, string path, string? rename, Func<PathStat, Stream> begin, CancellationToken cancel);

    /// <summary>Unpacks a tar archive into a folder that is there.</summary>
    /// <param name="name">Which container.</param>
    /// <param name="folder">Inside.</param>
    /// <param name="archive">Read from another thread, and not asynchronously.</param>
    /// <param name="keepOwners">The archive's uids and gids, else all becomes root's.</param>
    /// <param name="cancel">Ends it between two pieces; what was unpacked stays.</param>
    /// <exception cref="EngineException">NotFound: no such folder. Conflict: read-only. Invalid: the archive, or a file where a folder is.</exception>
    Task WriteAsync(string name, string folder, Stream archive, bool keepOwners, CancellationToken cancel);
}
