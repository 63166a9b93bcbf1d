using Fleet.Crash.Tests.Disk;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>A recording as it would be if the programs had forgotten something.</summary>
internal static class Missing
{
    private static readonly SyncEnded Nothing = new(-1);

    /// <param name="root">Where it was recorded.</param>
    /// <param name="calls">What was recorded.</param>
    /// <param name="of">"files", "folders" or "file systems".</param>
    public static IReadOnlyList<DiskCall> Flushes(string root, IReadOnlyList<DiskCall> calls, string of)
    {
        var model = new DiskModel(root);
        var left = new List<DiskCall>();
        foreach (var call in calls)
        {
            model.Apply(call);
            left.Add(call is SyncBegan { Path: var path } && Kind(path is null ? null : model.Find(path), path) == of ? Nothing : call);
        }
        return left;
    }

    private static string Kind(Inode? inode, string? path) => path is null ? "file systems" : inode is FolderInode ? "folders" : "files";
}
