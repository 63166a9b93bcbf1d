using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;

namespace Fleet.Node.Local;

/// <summary>Docker's --volumes-from: the volumes and binds of other containers, where the container's own leave room.</summary>
internal static class VolumesOfOthers
{
    /// <param name="from">NAME[:ro|rw].</param>
    /// <exception cref="EngineException">No such container, or another mode.</exception>
    public static ContainerSpec Add(ContainerSpec spec, ImmutableArray<string> from, ContainerTable table)
    {
        var taken = spec.Mounts.Select(mount => VolumePlan.Clean(mount.Target)).ToHashSet(StringComparer.Ordinal);
        var mounts = spec.Mounts.ToBuilder();
        foreach (string text in from)
        {
            int colon = text.LastIndexOf(':');
            string mode = colon < 0 ? "rw" : text[(colon + 1)..];
            if (mode is not ("ro" or "rw")) throw new EngineException(EngineError.Invalid, $"volumes from '{text}': '{mode}' is neither ro nor rw");
            mounts.AddRange(Of(table.Find(colon < 0 ? text : text[..colon]).Record)
                .Where(mount => taken.Add(VolumePlan.Clean(mount.Target)))
                .Select(mount => mode == "ro" ? mount with { ReadOnly = true } : mount));
        }
        return spec with { Mounts = mounts.ToImmutable() };
    }

    private static IEnumerable<MountSpec> Of(Records.AllocationRecord other) =>
        other.Spec.Mounts.Where(mount => mount.Type == MountType.Bind || (mount.Type == MountType.Volume && mount.Source.Length > 0))
            .Concat(other.AnonymousVolumes.Select(volume => new MountSpec(MountType.Volume, volume.Value, volume.Key)));
}
