using System.Runtime.InteropServices;

namespace Fleet.Linux.Cgroups;

/// <summary>
/// <c>ip netns exec</c> (ip-netns(8)) runs its command in a mount namespace with a new /sys, which lays the cgroups bare. There, and
/// only there, they are mounted again: the same hierarchies, seen by this namespace alone and gone with it.
/// </summary>
internal static class CgroupRemount
{
    private const string Place = "/sys/fs/cgroup";
    private const ulong NoSuid = 2, NoDev = 4, NoExec = 8;      // MS_NOSUID, MS_NODEV, MS_NOEXEC (mount(2))

    /// <summary>What is to be mounted, in order.</summary>
    internal sealed record Step(string Type, string Target, string Data);

    /// <summary>
    /// Not where this process is known to share the mounts of the machine's first process: those are the administrator's. Where
    /// that one may not be looked at, it is taken for another's.
    /// </summary>
    public static bool IsApart() => Link("/proc/self/ns/mnt") is { } own && own != Link("/proc/1/ns/mnt");

    /// <exception cref="KernelException">The kernel refused one.</exception>
    public static void Run(string procCgroup)
    {
        foreach (Step step in Plan(procCgroup))
        {
            if (step.Target != Place)
            {
                Directory.CreateDirectory(step.Target);
            }

            KernelException.Check(
                Mount(step.Type, step.Target, step.Type, NoSuid | NoDev | NoExec, step.Data), $"mount {step.Type} ({step.Data}) on", step.Target,
                "start the agent where the cgroups are mounted");
        }
    }

    /// <summary>By /proc/self/cgroup (cgroups(7)): v2 alone, or a folder for each hierarchy of v1 and one for v2 beside them.</summary>
    internal static IReadOnlyList<Step> Plan(string procCgroup)
    {
        string[] hierarchies = [.. procCgroup.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).Select(parts => parts[1])];
        string[] old = [.. hierarchies.Where(name => name.Length > 0)];
        if (old.Length == 0)
        {
            return hierarchies.Length == 0 ? [] : [new Step("cgroup2", Place, "")];
        }

        List<Step> steps = [new Step("tmpfs", Place, "mode=755")];
        steps.AddRange(old.Select(name => name.StartsWith("name=", StringComparison.Ordinal)
            ? new Step("cgroup", $"{Place}/{name[5..]}", "none," + name)
            : new Step("cgroup", $"{Place}/{name}", name)));
        if (hierarchies.Contains(""))
        {
            steps.Add(new Step("cgroup2", $"{Place}/unified", ""));
        }

        return steps;
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type, ulong flags, [MarshalAs(UnmanagedType.LPUTF8Str)] string data);
}
