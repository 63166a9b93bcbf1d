namespace Fleet.Linux.Cgroups.V2;

/// <summary>Stopping a group as a whole (kernel: admin-guide/cgroup-v2, cgroup.freeze; Linux 5.2).</summary>
internal static class Freezer
{
    private const int Attempts = 1000;

    public static bool IsFrozen(string folder) => CgroupFile.TryRead(folder, "cgroup.freeze") == "1";

    public static void Freeze(string folder)
    {
        CgroupFile.Write(folder, "cgroup.freeze", "1");
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (KernelText.Flat(CgroupFile.Read(folder, "cgroup.events")).GetValueOrDefault("frozen") == 1)
            {
                return;
            }

            Thread.Sleep(1 + (attempt / 50));
        }

        CgroupFile.Write(folder, "cgroup.freeze", "0");
        throw new KernelException("freeze", folder, new Errno(CgroupFile.Busy), "one of its processes waits inside the kernel; try again later");
    }

    public static void Thaw(string folder) => CgroupFile.Write(folder, "cgroup.freeze", "0");
}
