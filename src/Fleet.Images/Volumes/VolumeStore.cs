using System.Collections.Immutable;
using Fleet.Linux.Files;

namespace Fleet.Images.Volumes;

/// <summary>The named and anonymous volumes of one node. One process owns the folder; every member may be called from any thread.</summary>
public sealed partial class VolumeStore
{
    public static VolumeStore Open(string folder, TimeProvider? time = null) => throw new NotImplementedException();

    /// <summary>Makes a volume, or finds it (as docker does). A null name makes an anonymous one with a made-up name.</summary>
    /// <exception cref="ImageException">The name is not [a-zA-Z0-9][a-zA-Z0-9_.-]*, at most 128 long.</exception>
    public Volume Create(string? name) => throw new NotImplementedException();

    public Volume? Find(string name) => throw new NotImplementedException();

    public ImmutableArray<Volume> List() => throw new NotImplementedException();

    /// <summary>Deletes a volume with its data.</summary>
    /// <exception cref="ImageException">In use (names the containers), or not found.</exception>
    public void Remove(string name) => throw new NotImplementedException();

    /// <summary>Records on disk that a container uses the volume; it cannot be removed until <see cref="Release"/>.</summary>
    public void Use(string name, string container) => throw new NotImplementedException();

    /// <summary>The container is gone: its uses end, and anonymous volumes that only it used are deleted.</summary>
    public void Release(string container) => throw new NotImplementedException();

    /// <summary>
    /// Copies what the image has at <paramref name="path"/> into the volume, once and only if the volume is new and empty:
    /// content, owner, mode, times, links and extended attributes, those of the folder itself too.
    /// </summary>
    /// <param name="merged">A merged view of the image (<see cref="Snapshots.ISnapshotter.OpenMerged(string)"/>).</param>
    /// <returns>False if there was nothing to do.</returns>
    public bool CopyUp(string name, OwnedFd merged, string path) => throw new NotImplementedException();
}

/// <param name="Name">Unique on the node.</param>
/// <param name="Folder">What is bind-mounted, absolute.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Anonymous">Goes with its container.</param>
/// <param name="Users">Containers that use it.</param>
public sealed record Volume(string Name, string Folder, DateTimeOffset Created, bool Anonymous, ImmutableArray<string> Users);
