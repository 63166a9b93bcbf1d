using Fleet.Crash.Tests.Disk;
using Fleet.Crash.Tests.Scenario;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>A recording as it would be if the programs had forgotten something.</summary>
internal static class Missing
{
    private static readonly SyncEnded Nothing = new(-1);

    /// <param name="life">What was recorded.</param>
    /// <param name="of">"files", "folders" or "file systems".</param>
    public static IReadOnlyList<DiskCall> Flushes(RecordedLife life, string of)
    {
        var model = new DiskModel(life.Root);
        var left = new List<DiskCall>();
        foreach (var call in life.Calls)
        {
            model.Apply(call);
            left.Add(call is SyncBegan { Path: var path } && Kind(path is null ? null : model.Find(path), path) == of ? Nothing : call);
        }
        return left;
    }

    private static string Kind(Inode? inode, string? path) => path is null ? "file systems" : inode is FolderInode ? "folders" : "files";
}
