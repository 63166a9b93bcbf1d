using Fleet.Linux.Files;

namespace Fleet.Images.Archives;

/// <summary>What stands at a path of a tree; of a symbolic link itself where the path does not end with "/".</summary>
/// <param name="Name">Last part of the path; "." where it names the inside of a folder.</param>
/// <param name="Mode">With the type's bits (inode(7)).</param>
/// <param name="Target">Of a symbolic link, as written; empty for others.</param>
public sealed record PathStat(string Name, long Size, uint Mode, DateTimeOffset Modified, string Target)
{
    public FileKind Kind => (FileKind)(Mode & 0xf000);

    public bool IsFolder => Kind == FileKind.Folder;
}
