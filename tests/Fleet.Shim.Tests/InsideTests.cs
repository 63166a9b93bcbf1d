using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>What a process sees inside its container.</summary>
public class InsideTests
{
    private static string Output(string script, Func<ShimConfig, ShimConfig>? change = null)
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        ShimConfig config = container.Shell(script);
        (ExitRecord exit, string output) = container.Run(change is null ? config : change(config));
        Assert.True(exit.Code == 0, $"exit {exit.Code} {exit.Error}: {output}");
        return output.TrimEnd('\n');
    }

    [SkippableFact]
    public void The_command_is_PID_1() => Assert.Equal("1", Output("echo $$"));

    [SkippableFact]
    public void The_host_name_is_its_own() => Assert.Equal("box", Output("hostname"));

    [SkippableFact]
    public void There_is_only_the_loopback_interface_and_it_is_up() =>
        Assert.Equal("1 lo\n127.0.0.1", Output("echo $(ls /sys/class/net | wc -l) $(ls /sys/class/net); ip -4 addr show lo | sed -n 's/.*inet \\([0-9.]*\\).*/\\1/p'"));

    [SkippableFact]
    public void No_process_of_the_host_is_visible() => 
        Assert.All(Output("for p in /proc/[0-9]*; do cat $p/comm; done").Split('\n'), name => Assert.Contains(name, new[] { "sh", "cat" }));

    [SkippableFact]
    public void No_mount_of_the_host_is_visible() =>
        Assert.DoesNotContain("ext4", Output("cut -d' ' -f3 /proc/mounts"));

    [SkippableTheory]
    [InlineData("echo 1 > /proc/sys/kernel/domainname")]
    [InlineData("mkdir /sys/fs/x")]
    [InlineData("mkdir /sys/fs/cgroup/x")]
    [InlineData("echo x > /proc/sysrq-trigger")]
    public void What_belongs_to_the_host_cannot_be_written(string write) => Assert.Equal("refused", Output($"({write}) 2>/dev/null || echo refused"));

    [SkippableFact]
    public void Capabilities_are_dockers_default()
    {
        string status = Output("grep Cap /proc/self/status");
        Assert.Contains("CapEff:\t00000000a80425fb", status);
        Assert.Contains("CapPrm:\t00000000a80425fb", status);
        Assert.Contains("CapBnd:\t00000000a80425fb", status);
        Assert.Contains("CapInh:\t0000000000000000", status);
        Assert.Contains("CapAmb:\t0000000000000000", status);
    }

    [SkippableFact]
    public void Only_descriptors_0_1_and_2_are_open() => 
        Assert.Equal("0 1 2 3", Output("exec ls /proc/self/fd").Replace('\n', ' ')); // 3 is the folder that ls reads

    [SkippableFact]
    public void Standard_devices_are_there_and_work() =>
        Assert.Equal("1:3 1:5 1:7 1:8 1:9 5:0 /proc/self/fd pts/ptmx 0", Output(
            "cd /dev; for d in null zero full random urandom tty; do stat -c %t:%T $d; done | tr '\\n' ' '; echo $(readlink fd) $(readlink ptmx) $(echo x > null; head -c 3 null | wc -c)"));

    [SkippableFact]
    public void Shared_memory_has_the_wished_size_and_mode() =>
        Assert.Equal("1024 1777 mqueue", Output(
            "echo $(df -k /dev/shm | tail -1 | awk '{print $2}') $(stat -c %a /dev/shm) $(awk '$2==\"/dev/mqueue\"{print $3}' /proc/mounts)",
            config => config with { Mounts = [config.Mounts[0], .. StandardMounts.All(1 << 20)] }));

    [SkippableFact]
    public void A_missing_working_folder_is_made_for_root() =>
        Assert.Equal("/made/for/you 755 0:0", Output(
            "echo $(pwd) $(stat -c '%a %u:%g' .)", config => config with { Process = config.Process with { WorkingDirectory = "/made/for/you" } }));

    [SkippableFact]
    public void A_read_only_root_refuses_writes_but_has_a_writable_dev() =>
        Assert.Equal("refused\nok", Output("touch /x 2>/dev/null || echo refused; touch /dev/shm/y && echo ok", config => config with { ReadOnlyRoot = true }));

    [SkippableFact]
    public void Masked_paths_are_empty() =>
        Assert.Equal("0 0", Output("echo $(cat /proc/kcore /proc/keys /proc/timer_list 2>/dev/null | wc -c) $(ls /sys/firmware | wc -l)"));
}
