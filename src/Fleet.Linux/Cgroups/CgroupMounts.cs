namespace Fleet.Linux.Cgroups;

/// <summary>One mounted hierarchy.</summary>
/// <param name="Root">Which part of the hierarchy is seen at the mount point.</param>
/// <param name="MountPoint">Where.</param>
/// <param name="Controllers">v1: its controllers or <c>name=...</c>; empty for v2.</param>
/// <param name="Unified">cgroup2.</param>
internal sealed record CgroupMount(string Root, string MountPoint, IReadOnlyList<string> Controllers, bool Unified)
{
    /// <summary>A group's folder, given its path in the hierarchy as /proc/PID/cgroup has it; null when it lies outside of what is mounted.</summary>
    public string? FolderOf(string path)
    {
        if (Root == "/")
        {
            return path == "/" ? MountPoint : MountPoint + path;
        }

        return path == Root ? MountPoint
            : path.StartsWith(Root + "/", StringComparison.Ordinal) ? MountPoint + path[Root.Length..]
            : null;
    }
}

/// <summary>Reads /proc/self/mountinfo and /proc/self/cgroup (proc(5), cgroups(7)).</summary>
internal static class CgroupMounts
{
    public static IReadOnlyList<CgroupMount> Parse(string mountinfo)
    {
        var mounts = new List<CgroupMount>();
        foreach (string line in mountinfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = line.IndexOf(" - ", StringComparison.Ordinal);
            if (dash < 0)
            {
                continue;
            }

            string[] head = line[..dash].Split(' ');
            string[] tail = line[(dash + 3)..].Split(' ');
            if (head.Length < 5 || tail.Length < 3 || tail[0] is not ("cgroup" or "cgroup2"))
            {
                continue;
            }

            bool unified = tail[0] == "cgroup2";
            string[] controllers = unified ? [] : [.. tail[2].Split(',').Where(option => option is not ("rw" or "ro") && option.Length > 0)];
            mounts.Add(new CgroupMount(Unescape(head[3]), Unescape(head[4]), controllers, unified));
        }

        return mounts;
    }

    /// <summary>The path of a process's group per hierarchy: keyed by the controller list, <c>name=...</c>, or the empty word for v2.</summary>
    public static IReadOnlyDictionary<string, string> OwnPaths(string procCgroup)
    {
        var paths = new Dictionary<string, string>();
        foreach (string line in procCgroup.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(':', 3);
            if (parts.Length != 3)
            {
                continue;
            }

            foreach (string controller in parts[1].Split(','))
            {
                paths[controller] = parts[2];
            }
        }

        return paths;
    }

    /// <summary>Blanks and backslashes stand as \040 and the like.</summary>
    private static string Unescape(string text)
    {
        int at;
        while ((at = text.IndexOf('\\')) >= 0 && at + 3 < text.Length)
        {
            char escaped = (char)Convert.ToInt32(text.Substring(at + 1, 3), 8);
            if (escaped == '\\')
            {
                break;
            }

            text = text[..at] + escaped + text[(at + 4)..];
        }

        return text;
    }
}
