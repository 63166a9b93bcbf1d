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
        var taken = used.Select(range => range.First).ToHashSet();
        for (ulong candidate = first; candidate + Size - 1 <= int.MaxValue; candidate += Size)
        {
            if (!taken.Contains((uint)candidate)) return new IdRange((uint)candidate, Size);
        }
        throw new EngineException(EngineError.Unavailable,
            $"no range of user ids is left from {first} on ({taken.Count} containers hold one): remove containers that run with --userns private");
    }
}
