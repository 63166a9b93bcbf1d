using System.Globalization;
using System.Text;

namespace Fleet.Crash.Tests.Disk;

/// <summary>What a crash lets reach the disk of all that was not yet synced.</summary>
internal enum CutKind
{
    /// <summary>Nothing.</summary>
    SyncedOnly,

    /// <summary>All of it: the loss of the processes alone.</summary>
    Everything,

    /// <summary>Names, but no bytes: a file that was renamed into place is empty, or as it was synced.</summary>
    NamesFirst,

    /// <summary>Names and lengths, but no bytes: such a file is full of zeros (delayed allocation).</summary>
    NamesAndLengths,

    /// <summary>Bytes, but no names.</summary>
    BytesFirst,

    /// <summary>Of each file and folder a part by chance; the last write may be torn.</summary>
    Mixed,
}

/// <summary>A crash at one place of a recording.</summary>
/// <param name="Kind">What of the rest came through.</param>
/// <param name="Seed">For <see cref="CutKind.Mixed"/>.</param>
internal sealed record PowerCut(CutKind Kind, ulong Seed = 0)
{
    /// <summary>The tree that a boot finds: calls <paramref name="entry"/> with a clean path below the root, folders before what is in them.</summary>
    public void Walk(FolderInode root, Action<string, Inode> entry)
    {
        var open = new Stack<(string Path, FolderInode Folder)>([("", root)]);
        while (open.TryPop(out var at))
        {
            foreach (var (name, inode) in at.Folder.After(CountOf(at.Folder)))
            {
                string path = at.Path + "/" + name;
                entry(path, inode);
                if (inode is FolderInode folder) open.Push((path, folder));
            }
        }
    }

    public byte[] BytesOf(FileInode file) => Kind switch
    {
        CutKind.NamesAndLengths => file.AfterLengthOnly(),
        CutKind.Mixed => file.After(CountOf(file), Part(file)),
        _ => file.After(CountOf(file)),
    };

    /// <summary>The same for crashes that leave the same tree.</summary>
    public string Fingerprint(FolderInode root)
    {
        var text = new StringBuilder();
        Walk(root, (path, inode) =>
        {
            text.Append(path).Append('\0').Append(inode.Id);
            if (inode is FileInode file) text.Append('@').Append(file.ChangeAfter(CountOf(file))).Append('+').Append(Beyond(file));
            text.Append('\n');
        });
        return text.ToString();
    }

    // What of the bytes the number of the last change does not tell.
    private double Beyond(FileInode file) => Kind switch
    {
        CutKind.NamesAndLengths => file.Length,
        CutKind.Mixed when CountOf(file) < file.Pending => Part(file),
        _ => 0,
    };

    private double Part(FileInode file) => Chance(file.Id, 1) / (double)uint.MaxValue;

    private int CountOf(Inode inode) => (Kind, inode) switch
    {
        (CutKind.SyncedOnly, _) or (CutKind.NamesFirst, FileInode) or (CutKind.NamesAndLengths, FileInode) or (CutKind.BytesFirst, FolderInode) => 0,
        (CutKind.Mixed, _) => (int)(Chance(inode.Id, 0) % (uint)(inode.Pending + 1)),
        _ => inode.Pending,
    };

    // SplitMix64's finish: the same crash, the same chance.
    private uint Chance(int inode, uint what)
    {
        ulong z = Seed * 0x9E3779B97F4A7C15 + (ulong)(uint)inode * 0xBF58476D1CE4E5B9 + what;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (uint)((z ^ (z >> 31)) >> 32);
    }

    public override string ToString() => Kind == CutKind.Mixed ? string.Create(CultureInfo.InvariantCulture, $"{Kind}({Seed})") : Kind.ToString();
}
