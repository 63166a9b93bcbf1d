namespace Fleet.Containers.Spec;

/// <summary>Where mounts may go, and whether what is bound is there.</summary>
internal static class MountCheck
{
    public static IEnumerable<string> Faults(IReadOnlyList<MountSpec> mounts)
    {
        var seen = new HashSet<string>();
        foreach (MountSpec mount in mounts)
        {
            string target = mount.Destination;
            if (!target.StartsWith('/'))
            {
                yield return $"mounts: target '{target}' is not an absolute path";
                continue;
            }

            string clean = Path.GetFullPath(target).TrimEnd('/');
            if (clean.Length == 0)
            {
                yield return $"mounts: target '{target}' is the root itself";
            }
            else if (!seen.Add(clean))
            {
                yield return $"mounts: two mounts have the target '{clean}'";
            }

            bool bind = mount.Type == "bind" || mount.Options.Any(option => option is "bind" or "rbind");
            if (bind && (mount.Source is null || !Path.Exists(mount.Source)))
            {
                yield return $"mounts: what is to be bound at '{target}' is not there: '{mount.Source}'";
            }
            else if (!bind && string.IsNullOrEmpty(mount.Type))
            {
                yield return $"mounts: '{target}' has neither a type nor the option bind";
            }
        }
    }
}
