using Fleet.Containers.Spec;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>The specification's names of namespaces, and the maps of a user namespace.</summary>
internal static class NamespacePlans
{
    private static readonly Dictionary<string, NamespaceKind> Kinds = new()
    {
        ["mount"] = NamespaceKind.Mount, ["uts"] = NamespaceKind.Uts, ["ipc"] = NamespaceKind.Ipc, ["pid"] = NamespaceKind.Pid,
        ["network"] = NamespaceKind.Network, ["cgroup"] = NamespaceKind.Cgroup, ["user"] = NamespaceKind.User,
    };

    public static bool IsKnown(string type) => Kinds.ContainsKey(type);

    public static IReadOnlyList<NamespacePlan> Of(IReadOnlyList<NamespaceSpec> spaces) =>
        [.. spaces.Select(space => new NamespacePlan(Kinds[space.Type], space.Path ?? ""))];

    public static IReadOnlyList<IdMapping> Of(IReadOnlyList<IdMappingSpec> maps) =>
        [.. maps.Select(map => new IdMapping(map.ContainerID, map.HostID, map.Size))];
}
