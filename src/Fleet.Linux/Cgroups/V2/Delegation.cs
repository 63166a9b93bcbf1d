namespace Fleet.Linux.Cgroups.V2;

/// <summary>Controllers work in a group only when its parent hands them down in cgroup.subtree_control.</summary>
internal static class Delegation
{
    public static void HandDown(string parent, IEnumerable<string> wanted)
    {
        string[] there = Words(CgroupFile.TryRead(parent, "cgroup.controllers"));
        string[] handed = Words(CgroupFile.TryRead(parent, "cgroup.subtree_control"));
        foreach (string controller in wanted.Intersect(there).Except(handed))
        {
            CgroupFile.Write(
                parent, "cgroup.subtree_control", "+" + controller,
                "in version 2 a group that has processes of its own cannot hand controllers down; move them into a group below it");
        }
    }

    private static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
