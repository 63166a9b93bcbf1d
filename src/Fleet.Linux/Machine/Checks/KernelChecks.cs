using System.Globalization;

namespace Fleet.Linux.Machine.Checks;

/// <summary>The kernel's version and calls.</summary>
internal static class KernelChecks
{
    private const int InvalidArgument = 22, NoDevice = 19;

    private static readonly (string Call, string Since, string Meaning, bool Needed)[] Calls =
    [
        ("clone3", "5.3", "starts a container's first process inside its namespaces and cgroup", true),
        ("openat2", "5.6", "opens paths inside a container without being led out of it", true),
        ("pidfd_open", "5.3", "watches and signals processes without mistaking a reused pid", true),
        ("pidfd_send_signal", "5.1", "signals processes without mistaking a reused pid", true),
        ("open_tree", "5.2", "prepares mounts before a container sees them", true),
        ("move_mount", "5.2", "puts prepared mounts into a container", true),
        ("fsopen", "5.2", "makes mounts without a path", true),
        ("mount_setattr", "5.12", "read-only trees and id-mapped mounts (user namespaces on shared images)", false),
        ("close_range", "5.9", "leaves no descriptor of the agent open in a container", false),
    ];

    public static IEnumerable<MachineCheck> Of(MachineReadings read)
    {
        string release = read.File("/proc/sys/kernel/osrelease") ?? "unknown";
        yield return MachineCheck.Judge(
            "kernel", "version", Version(release) is { } v ? v >= new Version(5, 12) ? CheckState.Ok : v >= new Version(5, 6) ? CheckState.Limited : CheckState.Missing : CheckState.Unknown,
            release, "5.6 is needed; 5.12 for id-mapped mounts", "boot a newer kernel (any long-term one from 5.15 on)", needed: true);
        foreach (var (call, since, meaning, needed) in Calls)
        {
            yield return Call(read, call, $"needs Linux {since}", meaning, needed);
        }

        yield return Call(read, "seccomp", "use a kernel built with CONFIG_SECCOMP_FILTER", "filters the system calls of containers", true);
        yield return Overlay(read);
        // Before 6.5 overlay takes any word and stumbles over it only when it is mounted, so the version has a say too.
        int layers = read.Probes.GetValueOrDefault("lowerdir+", MachineReadings.NotImplemented);
        yield return MachineCheck.Judge(
            "kernel", "overlay lowerdir+", layers switch { 0 when Version(release) >= new Version(6, 7) => CheckState.Ok, MachineReadings.PermissionDenied => CheckState.Unknown, _ => CheckState.Limited },
            Answer(layers), "images of more layers than fit into one page of mount options",
            layers == MachineReadings.PermissionDenied ? "run it as root to see" : "needs Linux 6.7; until then layers are given by short names, some hundred at most");
    }

    /// <summary>The numbers at the start of <c>6.1.0-31-amd64</c>; null when it starts with none.</summary>
    internal static Version? Version(string release)
    {
        string[] parts = release.Split('.', '-', '+');
        return parts.Length >= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor) ? new Version(major, minor) : null;
    }

    // Who may not mount at all is told so (EPERM) before the arguments are looked at; as root it is a filter's word.
    internal static MachineCheck Call(MachineReadings read, string call, string cure, string meaning, bool needed)
    {
        int error = read.Probes.GetValueOrDefault(call, MachineReadings.NotImplemented);
        bool lacks = error == MachineReadings.NotImplemented || (call == "seccomp" && error is InvalidArgument or 95);
        return error == MachineReadings.PermissionDenied
            ? MachineCheck.Judge(
                "kernel", call, read.Root ? CheckState.Missing : CheckState.Unknown, Answer(error), meaning,
                read.Root ? "a seccomp filter or a missing CAP_SYS_ADMIN forbids it: give the outer container --privileged" : "run it as root to see", needed)
            : MachineCheck.Judge("kernel", call, lacks ? CheckState.Missing : CheckState.Ok, lacks ? Answer(error) : "there", meaning, cure, needed);
    }

    private static MachineCheck Overlay(MachineReadings read)
    {
        bool listed = (read.File("/proc/filesystems") ?? "").Split('\n').Any(line => line.Split('\t')[^1] == "overlay");
        int error = read.Probes.GetValueOrDefault("overlay", MachineReadings.NotImplemented);
        return MachineCheck.Judge(
            "kernel", "overlayfs",
            listed || error == 0 ? CheckState.Ok : error == MachineReadings.PermissionDenied ? CheckState.Unknown : CheckState.Missing,
            listed ? "in /proc/filesystems" : Answer(error), "the files of containers: an image's layers and one to write on",
            error == NoDevice || !read.Root ? "modprobe overlay (and name it in /etc/modules-load.d), or a kernel built with CONFIG_OVERLAY_FS"
                : "use a kernel built with CONFIG_OVERLAY_FS", needed: true);
    }

    private static string Answer(int error) => error == 0 ? "there" : new Errno(error).Name;
}
