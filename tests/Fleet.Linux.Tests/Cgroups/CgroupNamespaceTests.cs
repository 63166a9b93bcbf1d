using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class CgroupNamespaceTests : IDisposable
{
    private readonly string _proc = Directory.CreateTempSubdirectory("fleet-test-proc-").FullName;

    public void Dispose() => Directory.Delete(_proc, recursive: true);

    [Theory]
    [InlineData("cgroup:[4026531835]", "pid:[4026532755]", true)]      // in a container, in the host's cgroup namespace
    [InlineData("cgroup:[4026532758]", "pid:[4026532755]", false)]     // in a container with one of its own
    [InlineData("cgroup:[4026531835]", "pid:[4026531836]", false)]     // on the host
    public void The_hosts_namespace_seen_from_a_container_is_told_from_the_rest(string cgroup, string pid, bool hosts)
    {
        Directory.CreateDirectory(Path.Combine(_proc, "self/ns"));
        File.CreateSymbolicLink(Path.Combine(_proc, "self/ns/cgroup"), cgroup);
        File.CreateSymbolicLink(Path.Combine(_proc, "self/ns/pid"), pid);
        Assert.Equal(hosts, CgroupNamespace.IsHosts(_proc));
        Assert.Equal(hosts, CgroupNamespace.Notice(_proc)?.Contains("--cgroupns private", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Where_nothing_can_be_seen_nothing_is_said() => Assert.Null(CgroupNamespace.Notice(_proc));

    [SkippableFact]
    public void The_first_namespaces_have_these_numbers_on_this_kernel()
    {
        Skip.IfNot(CgroupNamespace.Notice() is null, "this is a container in the host's cgroup namespace");
        string pid = new FileInfo("/proc/self/ns/pid").LinkTarget!;
        Skip.IfNot(pid == "pid:[4026531836]", "this is not the first pid namespace");
        Assert.Equal("cgroup:[4026531835]", new FileInfo("/proc/self/ns/cgroup").LinkTarget);
    }
}
