using Fleet.Linux.Security;
using Fleet.Shim.Protocol;
using Fleet.Shim.Tests.Support;

namespace Fleet.Shim.Tests;

/// <summary>The container is hostile: what it may not do.</summary>
public class SecurityTests
{
    private const ulong NetAdmin = 1 << 12, SysAdmin = 1 << 21;

    private static string Output(string script, Func<ShimConfig, ShimConfig>? change = null)
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        ShimConfig config = container.Shell(script);
        (ExitRecord exit, string output) = container.Run(change is null ? config : change(config));
        Assert.True(exit.Code == 0, $"exit {exit.Code} {exit.Error}: {output}");
        return output.TrimEnd('\n');
    }

    private static ShimConfig With(ShimConfig config, CapabilityPlan capabilities) => config with
    {
        Process = config.Process with { Capabilities = capabilities, UnprivilegedCapabilities = capabilities.BoundingOnly() },
        Seccomp = SeccompFilter.Default(capabilities.Bounding),
    };

    private static ShimConfig As(ShimConfig config, string user) => config with { Process = config.Process with { User = user } };

    [SkippableFact]
    public void The_filter_is_on() => Assert.Equal("Seccomp:\t2\nNoNewPrivs:\t0", Output("grep Seccomp: /proc/self/status; grep NoNewPrivs /proc/self/status"));

    [SkippableTheory]
    [InlineData("unshare -U true")]
    [InlineData("mount -t tmpfs x /tmp")]
    [InlineData("mount --bind /bin /tmp")]
    [InlineData("chroot / true && reboot -f")]
    [InlineData("hostname other")]
    [InlineData("umount /proc/kcore")]
    [InlineData("ip link add dummy0 type dummy")]
    public void Root_inside_is_refused(string command) => Assert.Equal("refused", Output($"({command}) >/dev/null 2>&1 || echo refused"));

    [SkippableFact]
    public void Calls_that_a_capability_governs_come_with_it() =>
        Assert.Equal("mounted", Output(
            "mount -t tmpfs x /tmp && echo mounted", config => With(config, CapabilityPlan.Of(CapabilityPlan.DefaultMask | SysAdmin))));

    [SkippableTheory]
    [InlineData("1000")]
    [InlineData("app")]
    public void Another_user_keeps_only_the_bounding_set(string user) =>
        Assert.Equal(
            "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nCapBnd:\t00000000a80425fb\nCapAmb:\t0000000000000000",
            Output("grep Cap /proc/self/status", config => As(config, user)));

    [SkippableFact]
    public void An_added_capability_is_in_another_users_bounding_set_only() =>
        Assert.Equal(
            "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nCapBnd:\t00000000a80435fb",
            Output("grep -E 'Cap(Eff|Prm|Bnd)' /proc/self/status", config => As(With(config, CapabilityPlan.Of(CapabilityPlan.DefaultMask | NetAdmin)), "1000")));

    [SkippableFact]
    public void Ambient_capabilities_reach_another_user_where_the_plan_says_so()
    {
        var ambient = new CapabilityPlan(CapabilityPlan.DefaultMask, 1 << 10, 1 << 10, 1 << 10, 1 << 10);
        Assert.Equal(
            "CapEff:\t0000000000000400\nCapAmb:\t0000000000000400",
            Output("grep -E 'Cap(Eff|Amb)' /proc/self/status", config =>
            {
                ShimConfig other = As(config, "1000");
                return other with { Process = other.Process with { UnprivilegedCapabilities = ambient } };
            }));
    }

    [SkippableTheory]
    [InlineData("", "0 0 0,10 /root")]
    [InlineData("app", "1000 1001 1001,10,29 /home/app")]
    [InlineData("1000", "1000 1001 1001,10,29 /home/app")]
    [InlineData("app:wheel", "1000 10 10 /home/app")]
    [InlineData("app:0", "1000 0 0 /home/app")]
    [InlineData("1234", "1234 0 0 /")]
    [InlineData("4321:55", "4321 55 55 /")]
    [InlineData("last", "2000 2000 2000,29 /last")]
    public void Users_are_looked_up_in_the_containers_own_files(string user, string expected) =>
        Assert.Equal(expected, Output("exec 2>/dev/null; echo $(id -u) $(id -g) $(id -G | tr ' ' ,) $HOME", config => As(config, user)));

    [SkippableTheory]
    [InlineData("nosuch")]
    [InlineData("app:nosuch")]
    [InlineData("99999999999")]
    public void An_unknown_user_or_group_is_named(string user)
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        FailedMessage? failed = container.Create(As(container.Shell("true"), user));
        Assert.NotNull(failed);
        Assert.Equal(125, failed.Code);
        Assert.Contains(user.Split(':')[^1], failed.Text);
    }

    [SkippableTheory]
    [InlineData(false, "0 NoNewPrivs: 0")]
    [InlineData(true, "1000 NoNewPrivs: 1")]
    public void A_set_uid_program_gains_nothing_under_no_new_privs(bool noNewPrivileges, string expected)
    {
        Skip.IfNot(CProgram.Available, CProgram.Missing);
        Assert.Equal(expected, Output("echo $(/bin/euid) $(grep NoNewPrivs /proc/self/status)", config =>
        {
            string upper = Directory.CreateDirectory(Path.Combine(config.Mounts[0].WorkingFolder, "upper/bin")).FullName;
            CProgram.Compile("#include <stdio.h>\n#include <unistd.h>\nint main(void) { printf(\"%d\\n\", (int)geteuid()); }", $"{upper}/euid");
            File.SetUnixFileMode($"{upper}/euid", (UnixFileMode)0x9ed); // 4755
            ShimConfig other = As(config, "1000");
            return other with { Process = other.Process with { NoNewPrivileges = noNewPrivileges } };
        }).Replace("\t", " "));
    }

    [SkippableFact]
    public void A_symlink_of_the_image_never_leads_a_mount_outside()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        string outside = Directory.CreateDirectory(Path.Combine(container.Folder, "outside")).FullName, volume = Directory.CreateDirectory(Path.Combine(container.Folder, "volume")).FullName;
        File.CreateSymbolicLink(Path.Combine(container.Folder, "upper/data"), outside);
        ShimConfig config = container.Shell($"ls -d {outside}/made && mount | grep -c {outside}/made");
        (ExitRecord exit, string output) = container.Run(config with { Mounts = [.. config.Mounts, new MountPlan(MountPlan.Bind, volume, "/data/made")] });
        // The link is dangling inside: the mount is refused, and by name; nothing was made outside.
        Assert.Equal(ExitReason.NotStarted, exit.Reason);
        Assert.Contains("/data/made", output);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [SkippableFact]
    public void A_proc_that_is_a_symlink_is_refused()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        File.CreateSymbolicLink(Path.Combine(container.Folder, "upper/proc"), "tmp");
        FailedMessage? failed = container.Create(container.Shell("true"));
        Assert.NotNull(failed);
        Assert.Contains("mount proc on /proc", failed.Text);
        Assert.Contains("ELOOP", failed.Text);
    }

    [SkippableFact]
    public void The_shim_runs_from_a_read_only_mount()
    {
        Skip.IfNot(ShimProgram.Missing.Length == 0, ShimProgram.Missing);
        using var container = new TestContainer();
        container.CreateAndStart(container.Shell("sleep 1000"));
        using var exe = new Fleet.Linux.Files.OwnedFd((int)Fleet.Linux.Processes.KernelFile.Open($"/proc/{container.ShimPid}/exe", 0x200000 /* O_PATH */));
        byte[] status = new byte[256];
        unsafe
        {
            fixed (byte* start = status)
            {
                Assert.Equal(0, Fleet.Linux.Processes.Raw.Call(Fleet.Linux.Processes.Nr.Fstatfs, exe.Number, (long)start));
            }
        }

        Assert.Equal(1 | 2, BitConverter.ToInt64(status, 80) & 3); // f_flags: ST_RDONLY, ST_NOSUID
    }
}
