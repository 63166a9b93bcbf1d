using System.Text;
using Fleet.Linux.Files;

namespace Fleet.Images.Layers;

/// <summary>
/// The folder of unpacked layers. A finished layer stands under a short name; one in the making, or on its way out, starts
/// with a dot and is deleted when the store is opened again.
/// </summary>
internal sealed class LayerShelf : IDisposable
{
    /// <summary>An empty layer below all others: overlay wants two, and an image may have none.</summary>
    internal const string Ground = "0";

    private readonly OwnedFd _shelf;

    internal LayerShelf(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        _shelf = FileAt.OpenFolder(folder);
        // What is in layers may be set-uid or readable by all inside a container, but is nobody's business on the host.
        FileMeta.SetMode(_shelf, 0x1c0);
        if (FileAt.Status(_shelf, Bytes(Ground)) is null)
            FileAt.MakeFolder(_shelf, Bytes(Ground), 0x1ed);
    }

    internal string Folder { get; }

    internal OwnedFd Descriptor => _shelf;

    internal string PathOf(string name) => Path.Combine(Folder, name);

    internal string NewFolder()
    {
        string name = ".new-" + Guid.NewGuid().ToString("N");
        FileAt.MakeFolder(_shelf, Bytes(name), 0x1ed);
        return name;
    }

    internal void Rename(string from, string to) => FileAt.Rename(_shelf, Bytes(from), _shelf, Bytes(to), replace: false);

    internal OwnedFd Open(string name) => FileAt.Open(_shelf, Bytes(name), OpenFlags.Folder | OpenFlags.NoFollow);

    /// <summary>Takes a layer out of sight at once, to be deleted after.</summary>
    /// <returns>Its name now; if that is as far as it gets, the next start deletes it.</returns>
    internal string SetAside(string name)
    {
        string aside = ".old-" + name;
        FileAt.Rename(_shelf, Bytes(name), _shelf, Bytes(aside));
        return aside;
    }

    /// <summary>Deletes a folder that is not, or no longer, a layer.</summary>
    internal void Delete(string name) => FileTree.Delete(_shelf, Bytes(name));

    /// <summary>Deletes what is not wanted, remains of interrupted work too.</summary>
    internal void Sweep(IReadOnlySet<string> wanted)
    {
        using OwnedFd listed = FileAt.OpenFolder(Folder);
        foreach (byte[] name in FolderEntries.Read(listed))
        {
            string text = Encoding.UTF8.GetString(name);
            if (text != Ground && !wanted.Contains(text))
                FileTree.Delete(_shelf, name);
        }
    }

    /// <summary>The merged tree of some layers, the uppermost first, detached and read-only.</summary>
    internal OwnedFd OpenMerged(IEnumerable<string> names)
    {
        // With only the ground to show there would be a single layer, which overlay refuses without an upper one.
        List<string> lowers = [.. names, Ground];
        return lowers.Count == 1 ? FileAt.OpenFolder(PathOf(Ground)) : DetachedOverlay.Open(_shelf, lowers);
    }

    public void Dispose() => _shelf.Dispose();

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);
}
