using Fleet.Containers.Lifetime;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Plan;

/// <summary>From what the container shall be to what its shim does, with nothing left to decide.</summary>
internal static class ConfigBuilder
{
    public static ShimConfig Build(ContainerSetup setup, ContainerFolder folder, string runId, CgroupPlan cgroup, byte[] seccomp, JoinedSpaces joined)
    {
        RuntimeSpec spec = setup.Spec;
        return new ShimConfig
        {
            Id = setup.Id,
            RunId = runId,
            Hostname = spec.Hostname ?? "",
            Domainname = spec.Domainname ?? "",
            Process = ProcessPlans.First(setup),
            Init = setup.Init,
            Mounts = MountPlans.Of(setup, folder),
            ReadOnlyRoot = spec.Root?.Readonly ?? false,
            MaskedPaths = spec.Linux.MaskedPaths,
            ReadOnlyPaths = spec.Linux.ReadonlyPaths,
            Devices = [.. spec.Linux.Devices.Where(device => !IsStandard(device.Path)).Select(Device)],
            Namespaces = NamespacePlans.Of(spec.Linux.Namespaces, joined),
            UidMappings = NamespacePlans.Of(spec.Linux.UidMappings),
            GidMappings = NamespacePlans.Of(spec.Linux.GidMappings),
            TimeOffsets = NamespacePlans.Of(spec.Linux.TimeOffsets),
            Sysctls = [.. spec.Linux.Sysctl],
            Cgroup = cgroup,
            Seccomp = seccomp,
            Log = new LogPlan { Enabled = setup.Log.Kept, MaxBytes = setup.Log.MaxBytes, MaxFiles = setup.Log.MaxFiles },
            Deadman = setup.StopAfterSilence is { } silence
                ? new DeadmanPlan(WholeSeconds(silence), setup.StopSignal, WholeSeconds(setup.StopGrace))
                : new DeadmanPlan(),
        };
    }

    /// <summary>The shim makes these by itself.</summary>
    private static bool IsStandard(string path) => RuntimeSpecDefaults.Devices.Any(device => device.Path == path);

    private static DevicePlan Device(DeviceSpec device) => new(
        device.Path, device.Type == "u" ? 'c' : device.Type[0], (uint)device.Major, (uint)device.Minor,
        (ushort)(device.FileMode ?? 0x1B6 /* 0666 */), device.Uid ?? 0, device.Gid ?? 0)
    {
        HostPath = device.HostPath ?? "",
    };

    private static int WholeSeconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, int.MaxValue);
}
