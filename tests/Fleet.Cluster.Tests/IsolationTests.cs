using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>What a process in a container can see and do, with the host as witness.</summary>
public sealed class IsolationTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private string Inside(params string[] words) => agent.Ready().Do(["run", "--rm", .. words]).Line;

    private Outcome Shell(string script, params string[] options) => agent.Ready().Try(["run", "--rm", .. options, BusyboxImage.Name, "sh", "-c", script]);

    [SkippableFact]
    public void The_command_is_process_one_and_sees_no_other() =>
        Assert.Equal("1", Shell("ls -d /proc/[0-9]* | grep -v '^/proc/[2-9]' | wc -l; true").Line);

    [SkippableFact]
    public void The_host_name_is_its_own()
    {
        Assert.Equal("box", Inside("-h", "box", BusyboxImage.Name, "hostname"));
        Assert.NotEqual("box", Environment.MachineName);
    }

    [SkippableFact]
    public void There_is_no_link_but_loopback_which_is_up() =>
        Assert.Matches(@"^\d+: lo: <LOOPBACK,UP[^>]*> .*$", Shell("ip -o link").Line);

    [SkippableFact]
    public void No_mount_of_the_host_is_seen_and_the_host_sees_none_of_the_container()
    {
        var cli = agent.Ready();
        string id = cli.Do("run", "-d", BusyboxImage.Name, "sleep", "100").Line;
        string inside = cli.Do("exec", id, "cat", "/proc/self/mountinfo").Output;
        Assert.DoesNotContain(" /sys/fs/cgroup/unified ", inside, StringComparison.Ordinal);
        Assert.All(inside.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.DoesNotContain(line.Split(' ')[4], new[] { "/run", "/boot", "/home" }));
        Assert.DoesNotContain(id, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.DoesNotContain(agent.Root, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        cli.Do("rm", "-f", id);
    }

    [SkippableTheory, InlineData("/proc/sys/kernel/hostname"), InlineData("/sys/kernel/profiling"), InlineData("/proc/sysrq-trigger"), InlineData("/sys/fs/cgroup/x")]
    public void The_kernels_settings_cannot_be_written(string path)
    {
        var outcome = Shell($"echo x > {path}");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Matches("Read-only|Permission denied|nonexistent", outcome.Errors);
    }

    [SkippableFact]
    public void A_disk_cannot_be_opened_even_after_mknod()
    {
        var outcome = Shell("mknod /tmp/d b 7 0 && echo made; head -c 1 /tmp/d");
        Assert.Equal("made", outcome.Line);
        Assert.Contains("Operation not permitted", outcome.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Capabilities_are_dockers_and_the_filter_is_on()
    {
        string status = Shell("grep -E 'CapEff|Seccomp:|NoNewPrivs' /proc/self/status").Output;
        Assert.Contains("CapEff:\t00000000a80425fb", status, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t0", status, StringComparison.Ordinal);
    }

    [SkippableTheory, InlineData("unshare -U true"), InlineData("mount -t tmpfs none /tmp")]
    public void Namespaces_and_mounts_are_refused(string command)
    {
        var outcome = Shell(command);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Matches("not permitted|denied", outcome.Errors);
    }

    [SkippableFact]
    public void Only_the_three_standard_descriptors_are_open() => Assert.Equal("0 1 2 3", Shell("echo $(ls /proc/self/fd)").Line);

    [SkippableFact]
    public void Root_in_a_private_user_namespace_is_nobody_on_the_host()
    {
        var cli = agent.Ready();
        string id = cli.Do("run", "-d", "--userns", "private", BusyboxImage.Name, "sh", "-c", "touch /made && sleep 100").Line;
        Assert.Equal("0", cli.Do("exec", id, "id", "-u").Line);
        int pid = Until.Holds(() => cli.Inspect(id).GetProperty("State").GetProperty("Pid").GetInt32(), seen => seen > 0, "the container has a pid");
        string uids = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.True(int.Parse(uids.Split('\t')[1], null) >= 100_000, uids);
        Until.True(() => cli.Try("exec", id, "test", "-e", "/made").ExitCode == 0, "the file is made");
        string made = Assert.Single(Directory.EnumerateFiles(Path.Combine(agent.Root, "state"), "made", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
        Assert.True(FileOwner.Of(made) >= 100_000, $"{made} belongs to {FileOwner.Of(made)}");
        cli.Do("rm", "-f", id);
    }
}
