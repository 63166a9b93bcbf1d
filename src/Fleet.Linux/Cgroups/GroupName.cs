namespace Fleet.Linux.Cgroups;

/// <summary>Paths of groups come from names of jobs: nothing in them may lead out of the tree.</summary>
internal static class GroupName
{
    public static string Check(string path)
    {
        foreach (string name in path.Split('/'))
        {
            if (name is "" or "." or ".." || name.Length > 255 || name.Any(c => c is '\0' or '\n'))
            {
                throw new ArgumentException($"'{path}' is not a path of cgroup names", nameof(path));
            }
        }

        return path;
    }
}
