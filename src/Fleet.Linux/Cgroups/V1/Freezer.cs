namespace Fleet.Linux.Cgroups.V1;

/// <summary>Stopping a group as a whole (kernel: admin-guide/cgroup-v1/freezer-subsystem).</summary>
internal static class Freezer
{
    private const int Attempts = 1000;

    public static bool IsFrozen(Trees trees, string path) =>
        trees.Folder("freezer", path) is { } folder && CgroupFile.TryRead(folder, "freezer.state") is "FROZEN" or "FREEZING";

    /// <summary>The kernel may stay in FREEZING while tasks come and go; writing again makes it look again.</summary>
    public static void Freeze(Trees trees, string path)
    {
        string folder = trees.Need("freezer", path, "pause");
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            CgroupFile.Write(folder, "freezer.state", "FROZEN");
            if (CgroupFile.Read(folder, "freezer.state") == "FROZEN")
            {
                return;
            }

            Thread.Sleep(1 + (attempt / 50));
        }

        CgroupFile.Write(folder, "freezer.state", "THAWED");
        throw new KernelException("freeze", folder, new Errno(CgroupFile.Busy), "one of its processes waits inside the kernel; try again later");
    }

    public static void Thaw(Trees trees, string path) =>
        CgroupFile.Write(trees.Need("freezer", path, "pause"), "freezer.state", "THAWED");
}
