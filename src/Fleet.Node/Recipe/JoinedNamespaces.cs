namespace Fleet.Node.Recipe;

/// <summary>What a container takes from the containers that it joins.</summary>
/// <param name="Paths">Kind of namespace (<c>network</c>, <c>pid</c>, ...) to a file that holds it open.</param>
/// <param name="MemoryOf">A file that holds open the mount namespace whose /dev/shm it shares; null for none.</param>
/// <param name="EtcOf">The container whose hosts, resolv.conf and hostname files it shares; null for none.</param>
internal sealed record JoinedNamespaces(IReadOnlyDictionary<string, string> Paths, string? MemoryOf, string? EtcOf)
{
    public static JoinedNamespaces None { get; } = new(new Dictionary<string, string>(), null, null);
}
