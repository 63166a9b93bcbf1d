using System.Globalization;
using Fleet.Containers.Spec;
using Fleet.Model;
using Fleet.Node.Engine;
using ModelMount = Fleet.Model.MountSpec;
using MountSpec = Fleet.Containers.Spec.MountSpec;

namespace Fleet.Node.Recipe;

/// <summary>
/// What is mounted over the root: the engine's own file systems, then the user's and the image's, outer folders before inner
/// ones whatever order they were written in.
/// </summary>
internal static class MountsOf
{
    private const long DefaultSharedMemory = 64 << 20;      // docker's

    public static IReadOnlyList<MountSpec> Container(RecipeInput input)
    {
        var record = input.Record;
        var volumes = VolumePlan.Of(record.Spec, input.Image.Config).Select(need => Volume(input, need));
        var others = record.Spec.Mounts.Where(mount => mount.Type != MountType.Volume)
            .Select(mount => mount.Type == MountType.Bind ? Bind(mount) : Tmpfs(mount));
        var wanted = volumes.Concat(others).OrderBy(mount => mount.Destination.Count(c => c == '/')).ToList();
        var taken = wanted.Select(mount => mount.Destination).ToHashSet(StringComparer.Ordinal);
        return [.. Own(record.Spec).Where(mount => !taken.Contains(mount.Destination)), .. wanted];
    }

    private static MountSpec Volume(RecipeInput input, VolumeNeed need)
    {
        string name = need.Name.Length > 0 ? need.Name : input.Record.AnonymousVolumes[need.Target];
        return BindOf(input.VolumeFolders[name], need.Target, need.ReadOnly);
    }

    /// <summary>The engine's own; a privileged container may write the kernel's.</summary>
    private static IEnumerable<MountSpec> Own(ContainerSpec spec) =>
        RuntimeSpecDefaults.Mounts(spec.SharedMemoryBytes > 0 ? spec.SharedMemoryBytes : DefaultSharedMemory)
            .Select(mount => spec.Privileged && mount.Type is "sysfs" or "cgroup" ? mount with { Options = [.. mount.Options.Select(option => option == "ro" ? "rw" : option)] } : mount);

    /// <exception cref="EngineException">Invalid: the source of a bind that must be there is not.</exception>
    public static void RequireSources(ContainerSpec spec)
    {
        if (spec.Mounts.FirstOrDefault(mount => mount is { Type: MountType.Bind, MustExist: true } && !Path.Exists(mount.Source)) is { } gone)
        {
            throw new EngineException(EngineError.Invalid, $"bind source path does not exist: {gone.Source}: make it, or use -v, which makes a folder there");
        }
    }

    private static MountSpec Bind(ModelMount mount) => BindOf(mount.Source, VolumePlan.Clean(mount.Target), mount.ReadOnly) with
    {
        Options =
        [
            mount.Depth == BindDepth.Alone ? "bind" : "rbind", mount.Propagation.Length > 0 ? mount.Propagation : "rprivate",
            .. !mount.ReadOnly ? (string[])["rw"] : mount.Depth == BindDepth.Whole ? ["ro", "rro"] : ["ro"],
        ],
    };

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
            "nosuid", "nodev", "noexec", $"mode={Convert.ToString(mount.TmpfsMode ?? 0x3FF /* 01777 */, 8)}", mount.ReadOnly ? "ro" : "rw",
            .. mount.TmpfsBytes > 0 ? [$"size={mount.TmpfsBytes.ToString(CultureInfo.InvariantCulture)}"] : Array.Empty<string>(),
            .. mount.TmpfsOptions.Split(',', StringSplitOptions.RemoveEmptyEntries),
        ],
    };
}
