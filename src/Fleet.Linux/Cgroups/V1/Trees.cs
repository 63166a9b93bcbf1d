namespace Fleet.Linux.Cgroups.V1;

/// <summary>Where each hierarchy is mounted, and a group's folder in it.</summary>
/// <param name="byController">Mount point by controller; some share one (cpu,cpuacct).</param>
/// <param name="unified">
/// The v2 hierarchy of a mixed machine. It has no controllers there, but knows killing, freezing and pressure of a group.
/// </param>
internal sealed class Trees(IReadOnlyDictionary<string, string> byController, string? unified)
{
    public IReadOnlyList<string> MountPoints { get; } = [.. byController.Values.Append(unified).OfType<string>().Distinct()];

    public string? Unified => unified;

    /// <summary>The mount point of a controller; null when it is not there.</summary>
    public string? Of(string controller) => byController.GetValueOrDefault(controller);

    /// <summary>A group's folder under a controller; null when the controller is not there.</summary>
    public string? Folder(string controller, string path) => Of(controller) is { } mountPoint ? Path.Combine(mountPoint, path) : null;

    /// <summary>The same, for a limit that cannot be set without the controller.</summary>
    public string Need(string controller, string path, string limit) => Folder(controller, path)
        ?? throw new CgroupLimitException(limit, $"{limit} cannot be limited: the cgroup controller {controller} is not mounted on this machine");

    public HashSet<string> ControllersInV2Names() =>
        [.. byController.Keys.Where(name => name is not ("cpuacct" or "freezer" or "name=systemd")).Select(name => name == "blkio" ? "io" : name)];
}
