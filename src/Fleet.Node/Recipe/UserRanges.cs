using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>
/// The node's pool of host ids for user namespaces: 65,536 each, so that nobody (65534) is inside, and no two containers share one
/// as long as either has files.
/// </summary>
internal sealed class UserRanges(uint first = UserRanges.DefaultFirst)
{
    public const uint DefaultFirst = 1_000_000_000;
    public const uint Size = 65_536;

    /// <exception cref="EngineException">Unavailable: all are taken.</exception>
    public IdRange Next(IEnumerable<IdRange> used)
    {
        // Those of an earlier configuration may begin anywhere: each takes all places that it reaches into.
        var taken = used.SelectMany(Places).ToHashSet();
        for (ulong candidate = first; candidate + Size - 1 <= int.MaxValue; candidate += Size)
        {
            if (!taken.Contains((candidate - first) / Size)) return new IdRange((uint)candidate, Size);
        }
        throw new EngineException(EngineError.Unavailable,
            $"no range of user ids is left from {first} on ({taken.Count} containers hold one): remove containers that run with --userns private");
    }

    /// <summary>The one id of a container whose root is this user of the node.</summary>
    /// <exception cref="EngineException">Invalid: it is an id that the pool gives to others.</exception>
    public IdRange Single(uint uid) => uid < first || uid > int.MaxValue ? new IdRange(uid, 1)
        : throw new EngineException(EngineError.Invalid,
            $"userns_mode: user {uid} lies in the pool of --userns private (from {first} on, see fleet.node.userns.first-id): choose another user");

    private IEnumerable<ulong> Places(IdRange range)
    {
        if (range.First + (ulong)range.Count <= first) yield break;
        ulong begin = range.First <= first ? 0 : (range.First - (ulong)first) / Size, end = (range.First + (ulong)range.Count - 1 - first) / Size;
        for (ulong place = begin; place <= end; place++) yield return place;
    }
}
