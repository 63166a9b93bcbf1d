namespace Fleet.Crash.Tests.Disk;

/// <summary>
/// A disk as POSIX promises it, and no better: the bytes of a file are safe after an fsync of that file, a name after an fsync of
/// the folder it is in, and nothing else ever. Knows of every file what is safe and what is still on its way.
/// </summary>
/// <param name="root">The folder that is modelled; what happens elsewhere is left out. It is there, empty and safe.</param>
internal sealed class DiskModel(string root)
{
    private readonly Dictionary<int, (IReadOnlyList<Inode> Inodes, long UpTo)> _syncs = [];
    private readonly List<Inode> _all = [];
    private readonly string _root = root.TrimEnd('/');
    private int _lastId;
    private long _number;

    public FolderInode Root { get; } = new(0);

    public void Apply(DiskCall call)
    {
        switch (call)
        {
            case Opened opened: Open(opened); break;
            case Written written when File(written.Path) is { } file: file.Write(++_number, written.At ?? file.Length, written.Data); break;
            case LengthSet set when File(set.Path) is { } file: file.SetLength(++_number, set.Length); break;
            case FolderMade made: Add(made.Path, new FolderInode(++_lastId)); break;
            case LinkMade made: Add(made.Path, new LinkInode(++_lastId, made.Target)); break;
            case NameAdded added when Find(added.Path) is { } inode: Place(added.To, inode); break;
            case Removed removed: Place(removed.Path, null); break;
            case Renamed renamed: Rename(renamed); break;
            case SyncBegan began: _syncs[began.Ticket] = (began.Path is null ? [Root, .. _all] : Find(began.Path) is { } one ? [one] : [], _number); break;
            case SyncEnded ended when _syncs.Remove(ended.Ticket, out var sync): foreach (var inode in sync.Inodes) inode.Sync(sync.UpTo); break;
            default: break;     // of a file outside, or one that no longer has a name
        }
    }

    public Inode? Find(string path)
    {
        if (path == _root) return Root;
        if (!path.StartsWith(_root + "/", StringComparison.Ordinal)) return null;
        Inode? at = Root;
        foreach (string name in path[(_root.Length + 1)..].Split('/')) at = (at as FolderInode)?.Names.GetValueOrDefault(name);
        return at;
    }

    private FileInode? File(string path) => Find(path) as FileInode;

    private void Open(Opened opened)
    {
        var there = Find(opened.Path);
        if (there is null && opened.Creates) Add(opened.Path, new FileInode(++_lastId));
        else if (there is FileInode { Length: > 0 } file && opened.Truncates) file.SetLength(++_number, 0);
    }

    private void Add(string path, Inode inode)
    {
        _all.Add(inode);
        Place(path, inode);
    }

    private void Place(string path, Inode? inode)
    {
        if (Folder(path) is { } folder) folder.Change(++_number, (Name(path), inode));
    }

    private void Rename(Renamed renamed)
    {
        var (moved, replaced) = (Find(renamed.From), renamed.Exchanges ? Find(renamed.To) : null);
        if (moved is null) return;
        var (from, to) = (Folder(renamed.From), Folder(renamed.To));
        if (from == to)
        {
            from!.Change(++_number, (Name(renamed.From), replaced), (Name(renamed.To), moved));
            return;
        }
        // Two folders are two places of the disk: a crash may leave the file in both, or in neither.
        to?.Change(++_number, (Name(renamed.To), moved));
        from?.Change(++_number, (Name(renamed.From), replaced));
    }

    private FolderInode? Folder(string path) => Find(Path.GetDirectoryName(path)!) as FolderInode;

    private static string Name(string path) => Path.GetFileName(path);
}
