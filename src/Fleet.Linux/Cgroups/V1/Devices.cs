namespace Fleet.Linux.Cgroups.V1;

/// <summary>Which devices may be opened or made (kernel: admin-guide/cgroup-v1/devices).</summary>
internal static class Devices
{
    public static void Apply(Trees trees, string path, CgroupLimits limits)
    {
        if (limits.Devices is not { } rules)
        {
            return;
        }

        string folder = trees.Need("devices", path, "devices");
        CgroupFile.Write(folder, "devices.deny", "a", "a group with groups below it cannot be narrowed");
        foreach (DeviceRule rule in rules)
        {
            CgroupFile.Write(
                folder, rule.Allow ? "devices.allow" : "devices.deny", rule.ToString(),
                "a group cannot be allowed a device that the group above it is not");
        }
    }
}
