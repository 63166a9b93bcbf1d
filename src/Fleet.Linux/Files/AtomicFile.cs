using System.Text;

namespace Fleet.Linux.Files;

/// <summary>Files that are either the old or the new one after a crash: write beside, fsync, rename, fsync the folder.</summary>
public static class AtomicFile
{
    /// <param name="path">Of this host, below a folder of Fleet's own.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, uint mode = 0x180 /* 0600 */)
    {
        using OwnedFd folder = FileAt.OpenFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        byte[] beside = Encoding.UTF8.GetBytes($".{Path.GetFileName(path)}.new");
        using (OwnedFd file = FileAt.Open(folder, beside, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow, mode))
        {
            FileData.Write(file, content);
            FileData.Sync(file);
        }

        FileAt.Rename(folder, beside, folder, name);
        FileData.Sync(folder);
    }
}
