namespace Fleet.Crash.Tests.Disk;

/// <summary>A crash's tree as real files, in a folder of memory where there is one; gone when disposed.</summary>
internal sealed class CrashedDisk : IDisposable
{
    private const string Memory = "/dev/shm", Prefix = "fleet-crash-";
    private const long Enough = 1L << 30;

    // What a run that was killed has left there.
    static CrashedDisk()
    {
        foreach (string folder in Directory.GetDirectories(Place(), Prefix + "*-*"))
        {
            string pid = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(pid, out _) && !Directory.Exists("/proc/" + pid)) Directory.Delete(folder, recursive: true);
        }
    }

    public CrashedDisk(PowerCut cut, FolderInode root)
    {
        Directory.CreateDirectory(Folder);
        cut.Walk(root, (path, inode) =>
        {
            string at = Folder + path;
            switch (inode)
            {
                case FolderInode: Directory.CreateDirectory(at); break;
                case LinkInode link: File.CreateSymbolicLink(at, link.Target); break;
                case FileInode file: File.WriteAllBytes(at, cut.BytesOf(file)); break;
                default: throw new NotSupportedException(inode.GetType().Name);
            }
        });
    }

    public string Folder { get; } = Path.Combine(Place(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static string Place() => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Enough ? Memory : Path.GetTempPath();
}
