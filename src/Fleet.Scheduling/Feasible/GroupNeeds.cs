using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Scheduling.Feasible;

/// <summary>What one replica of a group needs of a node; the same for all of them.</summary>
public sealed class GroupNeeds
{
    public GroupNeeds(TaskGroup group)
    {
        Reserved = group.Needs;
        Constraints = group.Constraints;
        Ports = group.Ports;
        Volumes = StickyVolumes(group);
        Signature = string.Join('\n', Constraints.Select(constraint => constraint.ToString()));
    }

    public Resources Reserved { get; }

    public ImmutableArray<Constraint> Constraints { get; }

    public ImmutableArray<PortRequest> Ports { get; }

    /// <summary>Named volumes whose data may not be left behind.</summary>
    public ImmutableArray<string> Volumes { get; }

    /// <summary>Equal for equal constraints.</summary>
    public string Signature { get; }

    private static ImmutableArray<string> StickyVolumes(TaskGroup group) =>
    [
        .. group.Container.Mounts
            .Where(mount => mount.Type == MountType.Volume && mount.Source.Length > 0 && !group.RecreateVolumes.Contains(mount.Source))
            .Select(mount => mount.Source)
            .Distinct(StringComparer.Ordinal),
    ];
}
