using System.Diagnostics;
using System.Text.Json;
using Fleet.Cli.Tests.Support;

namespace Fleet.Cli.Tests.Diagnosis;

/// <summary>The command on this machine, held against what other programs say of it.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task It_agrees_with_what_other_programs_say_of_this_machine()
    {
        var line = await Line.RunAsync(["--root", "/tmp/fleet-check-no-such-root", "check", "--format", "json"]);
        using var document = JsonDocument.Parse(line.Stdout);
        var checks = document.RootElement.EnumerateArray().ToDictionary(
            check => $"{check.GetProperty("group").GetString()}/{check.GetProperty("name").GetString()}",
            check => (State: check.GetProperty("state").GetString(), Found: check.GetProperty("found").GetString()!, Cure: check.GetProperty("cure").GetString()!));

        Assert.Equal(Shell("uname -r"), checks["kernel/version"].Found);
        Assert.Equal(Shell("sysctl -n fs.inotify.max_user_instances 2>/dev/null || cat /proc/sys/fs/inotify/max_user_instances"), checks["host/fs.inotify.max_user_instances"].Found);
        Assert.StartsWith(Shell("df --output=fstype /tmp | tail -1"), checks["storage/file system"].Found);
        Assert.EndsWith($"of {Shell("df --output=itotal /tmp | tail -1")} free", checks["storage/inodes"].Found);
        Assert.Equal($"hard limit {Shell("ulimit -Hn")}", checks["process/limit of open files"].Found);
        Assert.Equal(Shell("grep -c overlay /proc/filesystems") == "1" ? "ok" : "missing", checks["kernel/overlayfs"].State);
        string mounts = Shell("mount -t cgroup,cgroup2");
        string version = mounts.Contains("memory", StringComparison.Ordinal) ? mounts.Contains("cgroup2", StringComparison.Ordinal) ? "hybrid" : "v1" : "v2";
        Assert.StartsWith(version, checks["cgroups/version"].Found);
        Assert.Equal("limited", checks["agent/answers"].State);
        Assert.Contains("fleet node -d", checks["agent/answers"].Cure);
        Assert.All(checks.Values, check => Assert.Equal(check.State == "ok", check.Cure.Length == 0));
    }

    [Fact]
    public async Task Nothing_that_it_tried_stays_behind()
    {
        await Line.RunAsync(["check"]);
        Assert.Equal("", Shell($"find /sys/fs/cgroup -maxdepth 2 -name 'fleet-check-{Environment.ProcessId}'"));
    }

    private static string Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        string said = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return said.Trim();
    }
}
