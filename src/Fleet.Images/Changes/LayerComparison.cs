using System.Collections.Immutable;
using System.Text;
using Fleet.Linux.Files;

namespace Fleet.Images.Changes;

/// <summary>
/// What a writable layer changes of the image below it, by docker's rules: a folder is listed when its own owner or mode
/// changed or something below it is listed; its times alone do not count. Of a deleted folder only itself is listed.
/// </summary>
internal sealed class LayerComparison(uint firstUid, uint firstGid, IReadOnlySet<string> ownPlaces)
{
    /// <summary>Each level holds two descriptors and some stack, and a container may make any number of levels.</summary>
    private const int DeepestTree = 400;

    private readonly List<LayerChange> _changes = [];

    /// <param name="upper">The writable layer.</param>
    /// <param name="lower">All of the image, merged.</param>
    /// <param name="firstUid">What is uid 0 inside is this on disk; what the image has is as it came.</param>
    /// <param name="firstGid">The same for groups.</param>
    /// <param name="ownPlaces">
    /// Places that are prepared to be mounted upon, with the folders on the way there: made anew and empty they are nothing
    /// that the container did.
    /// </param>
    internal static ImmutableArray<LayerChange> Of(
        ILayerFolder upper, ILayerFolder lower, uint firstUid = 0, uint firstGid = 0, IReadOnlySet<string>? ownPlaces = null)
    {
        var comparison = new LayerComparison(firstUid, firstGid, ownPlaces ?? ImmutableHashSet<string>.Empty);
        comparison.Walk(upper, lower, "", 0);
        return [.. comparison._changes];
    }

    private void Walk(ILayerFolder upper, ILayerFolder? lower, string path, int depth)
    {
        if (depth > DeepestTree)
            throw new ImageException(ImageProblem.Storage, $"the container has more than {DeepestTree} folders in one another below {path[..Math.Min(path.Length, 80)]}...");
        IReadOnlyList<byte[]> names = upper.Names();
        IEnumerable<byte[]> all = lower is not null && upper.IsOpaque ? names.Union(lower.Names(), NameOrder.Instance) : names;
        foreach (byte[] name in all.Order(NameOrder.Instance))
            Compare(upper, lower, name, $"{path}/{Encoding.UTF8.GetString(name)}", depth);
    }

    private void Compare(ILayerFolder upper, ILayerFolder? lower, byte[] name, string path, int depth)
    {
        FileStatus? now = upper.Status(name), before = lower?.Status(name);
        if (now is not { IsWhiteout: false } file)
        {
            if (before is not null)
                _changes.Add(new LayerChange(ChangeKind.Deleted, path));
            return;
        }

        int place = _changes.Count;
        if (file.IsFolder && upper.Enter(name) is { } inside)
        {
            using (inside)
            using (ILayerFolder? below = before is { IsFolder: true } ? lower!.Enter(name) : null)
                Walk(inside, below, path, depth + 1);
        }

        // Before what was found below it.
        if (before is null ? _changes.Count > place || !IsOwnPlace(path, file) : _changes.Count > place || Differs(before.Value, file, upper, lower!, name))
            _changes.Insert(place, new LayerChange(before is null ? ChangeKind.Added : ChangeKind.Changed, path));
    }

    private bool IsOwnPlace(string path, FileStatus file) =>
        ownPlaces.Contains(path) && (file.IsFolder || file is { Kind: FileKind.Regular, Size: 0 });

    private bool Differs(FileStatus before, FileStatus now, ILayerFolder upper, ILayerFolder lower, byte[] name)
    {
        if (before.Mode != now.Mode || !SameOwner(before.Uid, now.Uid, firstUid) || !SameOwner(before.Gid, now.Gid, firstGid)
            || before.NodeMajor != now.NodeMajor || before.NodeMinor != now.NodeMinor)
            return true;
        bool sameContent = now.IsFolder || (before.Size, before.ModifiedSeconds, before.ModifiedNanoseconds) == (now.Size, now.ModifiedSeconds, now.ModifiedNanoseconds);
        return !sameContent || (now.Kind == FileKind.Regular && !upper.Capabilities(name).AsSpan().SequenceEqual(lower.Capabilities(name)));
    }

    private static bool SameOwner(uint before, uint now, uint first) => now == before + first;

    private sealed class NameOrder : IComparer<byte[]>, IEqualityComparer<byte[]>
    {
        internal static readonly NameOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] name)
        {
            var hash = new HashCode();
            hash.AddBytes(name);
            return hash.ToHashCode();
        }
    }
}
