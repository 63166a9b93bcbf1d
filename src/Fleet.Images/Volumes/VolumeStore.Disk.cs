using System.Text.Json;
using Fleet.Images.Store;
using Fleet.Linux;
using Fleet.Linux.Files;

namespace Fleet.Images.Volumes;

public sealed partial class VolumeStore
{
    private void Load()
    {
        foreach (string path in Directory.EnumerateDirectories(_folder))
        {
            string name = Path.GetFileName(path), file = Path.Combine(path, RecordFile);
            if (name.StartsWith('.'))
                FileTree.Delete(_volumes, Bytes(name)); // half made or half removed
            else if (File.Exists(file))
                _records[name] = StoreJson.Read(file, StoreJson.Default.VolumeDocument);
        }
    }

    private void Make(VolumeDocument record)
    {
        byte[] beside = Bytes("." + record.Name);
        try
        {
            FileTree.Delete(_volumes, beside);
            FileAt.MakeFolder(_volumes, beside, 0x1c0);
            using (OwnedFd folder = FileAt.Open(_volumes, beside, OpenFlags.Folder | OpenFlags.NoFollow))
                FileAt.MakeFolder(folder, Bytes(Data), 0x1ed);
            DurableFile.Write(Path.Combine(_folder, "." + record.Name, RecordFile), JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.VolumeDocument));
            FileAt.Rename(_volumes, beside, _volumes, Bytes(record.Name), replace: false);
            FileData.Sync(_volumes);
        }
        catch (KernelException e)
        {
            FileTree.Delete(_volumes, beside);
            throw new ImageException(ImageProblem.Storage, $"volume {record.Name} cannot be made: {e.Message}", e);
        }
    }

    private void Save(VolumeDocument record)
    {
        DurableFile.Write(Path.Combine(_folder, record.Name, RecordFile), JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.VolumeDocument));
        _records[record.Name] = record;
    }

    private void Delete(string name)
    {
        // Out of sight at once, and for good before the data goes; what an interruption leaves is deleted at the next start.
        FileAt.Rename(_volumes, Bytes(name), _volumes, Bytes("." + name));
        FileData.Sync(_volumes);
        _records.Remove(name);
        FileTree.Delete(_volumes, Bytes("." + name));
    }

    /// <summary>
    /// Copies what the image has at <paramref name="path"/> into the volume, once and only if the volume is new and empty:
    /// content, owner, mode, times, links and extended attributes, those of the folder itself too.
    /// </summary>
    /// <param name="merged">A merged view of the image (<see cref="Snapshots.ISnapshotter.OpenMerged(string)"/>).</param>
    /// <returns>False if there was nothing to do.</returns>
    public bool CopyUp(string name, OwnedFd merged, string path)
    {
        lock (_lock)
        {
            VolumeDocument record = Record(name);
            if (record.Filled)
                return false;
            using OwnedFd volume = FileAt.Open(_volumes, Bytes(name), OpenFlags.Folder | OpenFlags.NoFollow);
            bool copied = IsEmpty(volume) && Copy(name, volume, merged, path);
            Save(record with { Filled = true });
            return copied;
        }
    }

    private static bool IsEmpty(OwnedFd volume)
    {
        using OwnedFd data = FileAt.Open(volume, Bytes(Data), OpenFlags.Folder | OpenFlags.NoFollow);
        return FolderEntries.Read(data).Count == 0;
    }

    private static bool Copy(string name, OwnedFd volume, OwnedFd merged, string path)
    {
        using OwnedFd? source = RootedPath.OpenRead(merged, path);
        if (source is null || !FileAt.Status(source).IsFolder)
            return false;
        byte[] beside = ".data"u8.ToArray();
        try
        {
            // Beside the data first: a copy that breaks off half-way must not pass for the volume's content.
            FileTree.Delete(volume, beside);
            FileAt.MakeFolder(volume, beside, 0x1c0);
            using (OwnedFd target = FileAt.Open(volume, beside, OpenFlags.Folder | OpenFlags.NoFollow))
            {
                FileCopy.Tree(source, target);
                FileData.SyncFileSystem(target);
            }

            FileAt.Rename(volume, beside, volume, Bytes(Data));    // over the empty one: at no moment is there none
            FileData.Sync(volume);
            return true;
        }
        catch (KernelException e)
        {
            FileTree.Delete(volume, beside);
            throw new ImageException(ImageProblem.Storage, $"the image's {path} cannot be copied into volume {name}: {e.Message}", e);
        }
    }
}
