using System.Globalization;
using Fleet.Containers.Spec;
using Fleet.Model;
using ModelMount = Fleet.Model.MountSpec;
using MountSpec = Fleet.Containers.Spec.MountSpec;

namespace Fleet.Node.Recipe;

/// <summary>
/// What is mounted over the root: the engine's own file systems, then the user's and the image's, outer folders before inner
/// ones whatever order they were written in.
/// </summary>
internal static class MountsOf
{
    public static IReadOnlyList<MountSpec> Container(RecipeInput input)
    {
        var record = input.Record;
        var volumes = VolumePlan.Of(record.Spec, input.Image.Config).Select(need => Volume(input, need));
        var others = record.Spec.Mounts.Where(mount => mount.Type != MountType.Volume)
            .Select(mount => mount.Type == MountType.Bind ? Bind(mount) : Tmpfs(mount));
        var wanted = volumes.Concat(others).OrderBy(mount => mount.Destination.Count(c => c == '/')).ToList();
        var taken = wanted.Select(mount => mount.Destination).ToHashSet(StringComparer.Ordinal);
        return [.. RuntimeSpecDefaults.Mounts().Where(mount => !taken.Contains(mount.Destination)), .. wanted];
    }

    private static MountSpec Volume(RecipeInput input, VolumeNeed need)
    {
        string name = need.Name.Length > 0 ? need.Name : input.Record.AnonymousVolumes[need.Target];
        return BindOf(input.VolumeFolders[name], need.Target, need.ReadOnly);
    }

    private static MountSpec Bind(ModelMount mount) => BindOf(mount.Source, VolumePlan.Clean(mount.Target), mount.ReadOnly);

    // rro: what is mounted below the source is read-only as well, else ":ro" would promise more than it holds (moby#44978).
    private static MountSpec BindOf(string source, string target, bool readOnly) => new()
    {
        Destination = target, Type = "bind", Source = source,
        Options = readOnly ? ["rbind", "rprivate", "ro", "rro"] : ["rbind", "rprivate", "rw"],
    };

    private static MountSpec Tmpfs(ModelMount mount) => new()
    {
        Destination = VolumePlan.Clean(mount.Target), Type = "tmpfs", Source = "tmpfs",
        Options =
        [
            "nosuid", "nodev", "noexec", "mode=1777", mount.ReadOnly ? "ro" : "rw",
            .. mount.TmpfsBytes > 0 ? [$"size={mount.TmpfsBytes.ToString(CultureInfo.InvariantCulture)}"] : Array.Empty<string>(),
        ],
    };
}
