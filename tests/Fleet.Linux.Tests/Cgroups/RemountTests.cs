using Fleet.Linux.Cgroups;
using Fleet.Linux.Namespaces;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class RemountTests
{
    [Fact]
    public void The_hierarchies_of_a_process_say_what_is_mounted()
    {
        Assert.Equal(
            [
                new CgroupRemount.Step("tmpfs", "/sys/fs/cgroup", "mode=755"), new("cgroup", "/sys/fs/cgroup/systemd", "none,name=systemd"),
                new("cgroup", "/sys/fs/cgroup/cpu,cpuacct", "cpu,cpuacct"), new("cgroup2", "/sys/fs/cgroup/unified", ""),
            ],
            CgroupRemount.Plan("9:name=systemd:/\n1:cpu,cpuacct:/a:b\n0::/\n"));
        Assert.Equal([new CgroupRemount.Step("cgroup2", "/sys/fs/cgroup", "")], CgroupRemount.Plan("0::/user.slice\n"));
        Assert.Empty(CgroupRemount.Plan(""));
    }

    [SkippableFact]
    public void Under_ip_netns_exec_the_groups_are_found_again()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "namespaces need root");
        string version = NamespaceThread.RunUnshared(NamespaceThread.NewNetwork | NamespaceThread.NewMount, () =>
        {
            ThreadHost.DetachMounts();
            HideSys();
            // The thread's own view is in /proc/thread-self; the driver reads /proc/self, so the plan itself is run here.
            Assert.False(Directory.Exists("/sys/fs/cgroup/memory") || File.Exists("/sys/fs/cgroup/cgroup.controllers"), "the groups were not hidden");
            CgroupRemount.Run(File.ReadAllText("/proc/self/cgroup"));
            return Directory.Exists("/sys/fs/cgroup/memory") ? "v1" : File.Exists("/sys/fs/cgroup/cgroup.controllers") ? "v2" : "none";
        });
        Assert.NotEqual("none", version);
        Assert.Equal(CgroupDriver.Detect().Version == 1 ? "v1" : "v2", version);
    }

    // As ip-netns(8) does it: a new sysfs over the old.
    private static void HideSys() => Fleet.Linux.KernelException.Check(Mount("sysfs", "/sys", "sysfs", 0, 0), "mount sysfs on", "/sys");

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static extern int Mount(string source, string target, string type, ulong flags, nint data);
}
