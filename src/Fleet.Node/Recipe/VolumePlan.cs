using Fleet.Images.Records;
using Fleet.Model;

namespace Fleet.Node.Recipe;

/// <summary>One volume of a container; an empty name asks for an anonymous one.</summary>
internal sealed record VolumeNeed(string Name, string Target, bool ReadOnly, bool NoCopy);

/// <summary>Which volumes a container wants: the user's, and one for each of the image's Volumes that nothing of the user's covers.</summary>
internal static class VolumePlan
{
    public static IReadOnlyList<VolumeNeed> Of(ContainerSpec spec, ImageConfig image)
    {
        var needs = spec.Mounts.Where(mount => mount.Type == MountType.Volume)
            .Select(mount => new VolumeNeed(mount.Source, Clean(mount.Target), mount.ReadOnly, mount.NoCopy)).ToList();
        var covered = spec.Mounts.Select(mount => Clean(mount.Target)).ToHashSet(StringComparer.Ordinal);
        foreach (string target in image.Volumes.Select(Clean))
        {
            if (target != "/" && covered.Add(target)) needs.Add(new VolumeNeed("", target, ReadOnly: false, NoCopy: false));
        }
        return needs;
    }

    /// <summary>An absolute path without ".", "//" and a slash at its end; ".." stays for the check to refuse.</summary>
    public static string Clean(string path) =>
        "/" + string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));
}
