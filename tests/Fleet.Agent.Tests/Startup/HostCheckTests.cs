using Fleet.Agent.Startup;

namespace Fleet.Agent.Tests.Startup;

public sealed class HostCheckTests : IDisposable
{
    private readonly string _proc = Directory.CreateTempSubdirectory("fleet-agent-proc-").FullName;

    public HostCheckTests()
    {
        Directory.CreateDirectory(Path.Combine(_proc, "self/ns"));
        foreach (string name in new[] { "pid", "net", "uts", "ipc", "cgroup", "user" }) File.WriteAllText(Path.Combine(_proc, "self/ns", name), "");
        File.WriteAllText(Path.Combine(_proc, "self/status"), "Name:\tx\nSeccomp:\t0\n");
        File.WriteAllText(Path.Combine(_proc, "filesystems"), "nodev\tcgroup2\nnodev\toverlay\n\text4\n");
    }

    public void Dispose() => Directory.Delete(_proc, recursive: true);

    [Fact]
    public void A_host_that_has_all_has_no_fault() => Assert.Empty(HostCheck.Faults(root: true, _proc));

    [Fact]
    public void This_machine_will_do() => Assert.Empty(HostCheck.Faults(root: true));

    [Fact]
    public void Who_is_not_root_is_told_so() => Assert.Contains("root", Assert.Single(HostCheck.Faults(root: false, _proc)), StringComparison.Ordinal);

    [Fact]
    public void Each_missing_feature_is_named_with_its_option()
    {
        File.Delete(Path.Combine(_proc, "self/ns/user"));
        File.WriteAllText(Path.Combine(_proc, "self/status"), "Name:\tx\n");
        File.WriteAllText(Path.Combine(_proc, "filesystems"), "nodev\toverlay\n");
        var faults = HostCheck.Faults(root: true, _proc);
        Assert.Equal(3, faults.Count);
        Assert.Contains("CONFIG_USER_NS", faults[0], StringComparison.Ordinal);
        Assert.Contains("CONFIG_CGROUPS", faults[1], StringComparison.Ordinal);
        Assert.Contains("CONFIG_SECCOMP_FILTER", faults[2], StringComparison.Ordinal);
    }
}
