using System.Diagnostics;
using System.Runtime.InteropServices;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Cgroups.V2;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class DeviceProgramTests
{
    private static readonly DeviceRule[] Rules =
    [
        new(false, DeviceKind.All, null, null, DeviceAccess.All),
        new(true, DeviceKind.Character, null, null, DeviceAccess.Mknod),
        new(true, DeviceKind.Character, 1, 3, DeviceAccess.All),
        new(true, DeviceKind.Character, 1, 5, DeviceAccess.Read),
        new(true, DeviceKind.Character, 136, null, DeviceAccess.All),
    ];

    [Fact]
    public void A_list_comes_to_what_version_one_would_permit()
    {
        DeviceList list = DeviceList.Of(Rules);
        Assert.True(list.Permits(DeviceKind.Character, 1, 3, DeviceAccess.Read | DeviceAccess.Write));
        Assert.True(list.Permits(DeviceKind.Character, 1, 5, DeviceAccess.Read));
        Assert.False(list.Permits(DeviceKind.Character, 1, 5, DeviceAccess.Read | DeviceAccess.Write));
        Assert.True(list.Permits(DeviceKind.Character, 136, 9, DeviceAccess.Read));
        Assert.True(list.Permits(DeviceKind.Character, 10, 10, DeviceAccess.Mknod));
        Assert.False(list.Permits(DeviceKind.Block, 8, 0, DeviceAccess.Read));
    }

    [Fact]
    public void All_allowed_but_one_is_turned_round()
    {
        DeviceList list = DeviceList.Of(
        [
            new(true, DeviceKind.All, null, null, DeviceAccess.All),
            new(false, DeviceKind.Block, 8, null, DeviceAccess.Write),
        ]);
        Assert.True(list.Permits(DeviceKind.Character, 4, 1, DeviceAccess.All));
        Assert.True(list.Permits(DeviceKind.Block, 8, 1, DeviceAccess.Read));
        Assert.False(list.Permits(DeviceKind.Block, 8, 1, DeviceAccess.Read | DeviceAccess.Write));
    }

    [Theory]
    [InlineData(true, DeviceKind.All, null, null, DeviceAccess.All, "a")]
    [InlineData(true, DeviceKind.Character, 1u, 3u, DeviceAccess.All, "c 1:3 rwm")]
    [InlineData(true, DeviceKind.Block, null, null, DeviceAccess.Mknod, "b *:* m")]
    public void Version_one_is_told_in_its_notation(bool allow, DeviceKind kind, uint? major, uint? minor, DeviceAccess access, string text) =>
        Assert.Equal(text, new DeviceRule(allow, kind, major, minor, access).ToString());

    [SkippableFact]
    public void The_kernel_takes_the_program_and_answers_by_it()
    {
        string unified = Unified();
        string path = $"fleet/test-cont-{Environment.ProcessId}-devices", folder = Path.Combine(unified, path);
        CgroupTree.Make(unified, path, static (_, _) => { });
        try
        {
            Devices.Apply(folder, new CgroupLimits { Devices = Rules });
            Assert.Equal(["0", "1", "refused"], Try(folder));

            // Replaced, not added to: several programs must all agree.
            Devices.Apply(folder, new CgroupLimits { Devices = [.. Rules, new(true, DeviceKind.Character, 1, 5, DeviceAccess.All)] });
            Assert.Equal(["0", "1", "written"], Try(folder));

            Devices.Apply(folder, new CgroupLimits { Devices = [new(true, DeviceKind.All, null, null, DeviceAccess.All), new(false, DeviceKind.Character, 1, 5, DeviceAccess.Write)] });
            Assert.Equal(["0", "1", "refused"], Try(folder));
        }
        finally
        {
            CgroupTree.RemoveIfEmpty(unified, path);
        }
    }

    [Fact]
    public void The_number_of_bpf_is_the_headers()
    {
        string name = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "x86_64-linux-gnu/asm/unistd_64.h" : "asm-generic/unistd.h";
        string header = Path.Combine("/usr/include", name);
        Assert.True(File.Exists(header), $"{header} is needed (libc6-dev)");
        Assert.Contains(File.ReadLines(header), line => line.Split() is ["#define", "__NR_bpf", var number] && number == Bpf.CallNumber.ToString());
    }

    private static string Unified()
    {
        Skip.IfNot(Environment.UserName == "root", "device programs need root");
        string? mount = CgroupMounts.Parse(File.ReadAllText("/proc/self/mountinfo")).FirstOrDefault(m => m.Unified)?.MountPoint;
        Skip.If(mount is null, "needs a cgroup2 mount");
        return mount;
    }

    private static string[] Try(string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh",
        [
            "-c", $"echo 0 > {folder}/cgroup.procs; echo x > /dev/null; echo $?; head -c1 /dev/zero | wc -c; (echo x > /dev/zero) 2>/dev/null && echo written || echo refused",
        ]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
