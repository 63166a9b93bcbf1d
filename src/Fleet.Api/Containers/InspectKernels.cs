using System.Collections.Immutable;
using System.Globalization;
using Fleet.Api.Contracts.Inspect;
using Fleet.Containers.Looking;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Processes;
using Fleet.Node.Engine;

namespace Fleet.Api.Containers;

/// <summary>Namespaces, maps and groups as the kernel has them.</summary>
internal static class InspectKernels
{
    public static ImmutableArray<InspectNamespace> Namespaces(ContainerInspection all) =>
    [
        .. all.Facts.Namespaces.Select(space => new InspectNamespace(
            space.Type.Name, space.Type.FlagName, "0x" + ((ulong)space.Type.Flag).ToString("x8", CultureInfo.InvariantCulture), space.Inode,
            space.Origin.ToString().ToLowerInvariant(), JoinedFrom(all, space))),
    ];

    public static ImmutableArray<InspectIdMap> Map(IReadOnlyList<IdMap> maps) => [.. maps.Select(map => new InspectIdMap(map.Inside, map.Outside, map.Count))];

    public static ImmutableArray<InspectCgroup> Cgroups(IReadOnlyList<ProcessGroup> groups) =>
    [
        .. groups.Select(group => new InspectCgroup(
            group.Hierarchy, group.Controllers.Length == 0 ? 2 : 1, group.Controllers.Length == 0 ? "unified" : group.Controllers,
            group.Path, group.Folder, group.Settings)),
    ];

    private static string JoinedFrom(ContainerInspection all, NamespaceFacts space) =>
        all.JoinedFrom.TryGetValue(space.Type.Name, out string? container) ? $"container:{container}" : space.JoinedPath;
}
