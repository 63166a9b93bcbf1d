using Fleet.Linux.Cgroups;
using Fleet.Linux.Systemd;

namespace Fleet.Containers.Lifetime;

/// <summary>Where this machine wants the containers' groups, unless the user has said it.</summary>
/// <param name="Parent">Below the root of each hierarchy.</param>
/// <param name="Notice">Why it is not the place that it should be; null when it is.</param>
internal sealed record ContainersPlace(ICgroupDriver Driver, string Parent, string? Notice = null, SystemdScope? Scope = null)
{
    /// <summary>A group of our own at the root, with nobody else to ask.</summary>
    public const string AtRoot = "fleet";

    /// <param name="parent">As the user said it; empty: not at all.</param>
    public static ContainersPlace Choose(string parent, string shim, string stateFolder)
    {
        ICgroupDriver driver = CgroupDriver.Detect();
        if (parent.Length > 0)
        {
            return new ContainersPlace(driver, parent);
        }

        // Of version 1 systemd has a hierarchy of its own, and the controllers' are everybody's.
        if (driver.Version != 2 || !SystemdScope.IsSystemdRunning)
        {
            return new ContainersPlace(driver, AtRoot, CgroupNamespace.Notice());
        }

        var scope = new SystemdScope(driver.Hierarchies[0].MountPoint, shim, GroupNames.Keeper(stateFolder));
        try
        {
            scope.Ensure();
            return new ContainersPlace(CgroupDriver.Below(driver, scope), SystemdScope.Path, null, scope);
        }
        catch (IOException e)
        {
            scope.Dispose();
            return new ContainersPlace(
                driver, AtRoot, $"containers are below /{AtRoot} and not in {SystemdScope.Unit}, as systemd would have it: {e.Message}. They run all the same; "
                + "fleet.node.cgroup-parent names another place, and a restart of the agent tries again");
        }
    }
}
