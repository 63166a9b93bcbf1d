using System.Runtime.InteropServices;
using Fleet.Images.Snapshots;

namespace Fleet.Images.Tests.Support;

/// <summary>Mounts as a container's shim does: in a mount namespace of its own, which ends with a thread.</summary>
internal static class PrivateMount
{
    internal static void Run(SnapshotMounts mounts, Action<string> use)
    {
        Exception? failure = null;
        string root = Directory.CreateTempSubdirectory("fleet-img-mnt-").FullName;
        var thread = new Thread(() =>
        {
            try
            {
                Check(unshare(0x20000), "unshare");
                Check(mount("none", "/", null, (1 << 18) | 0x4000, null), "make private");
                foreach (SnapshotMount m in mounts.Mounts)
                {
                    Check(chdir(m.WorkingFolder), "chdir");
                    Check(mount(m.Source, root + m.Target, m.Type, 0, string.Join(',', m.Options)), "mount");
                }

                Check(chdir("/"), "chdir");
                use(root);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        Directory.Delete(root);
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private static void Check(int result, string what) =>
        Assert.True(result == 0, $"{what}: {Marshal.GetLastPInvokeErrorMessage()}");

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int chdir(string path);

    [DllImport("libc", SetLastError = true)]
    private static extern int mount(string source, string target, string? type, nuint flags, string? data);
}
