using Fleet.Linux.Systemd;

namespace Fleet.Linux.Cgroups;

/// <summary>Chooses the driver by looking at what is mounted.</summary>
public static class CgroupDriver
{
    /// <summary>v2 when the controllers are there, v1 when they are in hierarchies of their own.</summary>
    /// <exception cref="KernelException">Neither is mounted.</exception>
    public static ICgroupDriver Detect()
    {
        IReadOnlyList<CgroupMount> mounts = ReadMounts();
        if (mounts.Count == 0 && CgroupRemount.IsApart())
        {
            CgroupRemount.Run(CgroupFile.Read("/proc/self", "cgroup"));
            mounts = ReadMounts();
        }

        return Detect(mounts);
    }

    /// <summary>The same driver for groups below a scope, which it makes anew where it has ended; version 2 alone has such.</summary>
    public static ICgroupDriver Below(ICgroupDriver driver, SystemdScope scope) => new ScopedDriver((V2.Driver)driver, scope);

    private static IReadOnlyList<CgroupMount> ReadMounts() => CgroupMounts.Parse(CgroupFile.Read("/proc/self", "mountinfo"));

    internal static ICgroupDriver Detect(IReadOnlyList<CgroupMount> mounts)
    {
        if (mounts.Any(m => !m.Unified && m.Controllers.Contains("memory")))
        {
            return new V1.Driver(mounts);
        }

        return mounts.FirstOrDefault(m => m.Unified) is { } unified
            ? new V2.Driver(unified)
            : throw new KernelException(
                "find the cgroups in", "/proc/self/mountinfo", new Errno(CgroupFile.NoEntry), "mount them: mount -t cgroup2 none /sys/fs/cgroup");
    }
}
