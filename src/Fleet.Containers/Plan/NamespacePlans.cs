using System.Globalization;
using Fleet.Containers.Lifetime;
using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>The specification's names of namespaces, and the maps of a user namespace.</summary>
internal static class NamespacePlans
{
    private static readonly Dictionary<string, NamespaceKind> Kinds = new()
    {
        ["mount"] = NamespaceKind.Mount, ["uts"] = NamespaceKind.Uts, ["ipc"] = NamespaceKind.Ipc, ["pid"] = NamespaceKind.Pid,
        ["network"] = NamespaceKind.Network, ["cgroup"] = NamespaceKind.Cgroup, ["user"] = NamespaceKind.User, ["time"] = NamespaceKind.Time,
    };

    public static bool IsKnown(string type) => Kinds.ContainsKey(type);

    public static NamespaceKind KindOf(string type) => Kinds[type];

    public static IReadOnlyList<NamespacePlan> Of(IReadOnlyList<NamespaceSpec> spaces, JoinedSpaces joined) =>
        [.. spaces.Select(space => new NamespacePlan(Kinds[space.Type], space.Path is null ? "" : joined.PathOf(space.Type)))];

    /// <summary>As /proc/PID/timens_offsets takes it: <c>boottime 86400 0</c>.</summary>
    public static string Of(IReadOnlyDictionary<string, TimeOffsetSpec> offsets) =>
        string.Concat(offsets.Select(offset => string.Create(CultureInfo.InvariantCulture, $"{offset.Key} {offset.Value.Secs} {offset.Value.Nanosecs}\n")));

    public static IReadOnlyList<IdMapping> Of(IReadOnlyList<IdMappingSpec> maps) =>
        [.. maps.Select(map => new IdMapping(map.ContainerID, map.HostID, map.Size))];
}
