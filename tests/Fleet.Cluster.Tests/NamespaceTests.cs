using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Each kind of namespace: made for a container, shared by what it forks, joined by another; the host is the witness.</summary>
public sealed class NamespaceTests(OneAgent agent) : IClassFixture<OneAgent>
{
    private string Start(params string[] options) => agent.Ready().Do(["run", "-d", .. options, BusyboxImage.Name, "sleep", "1000"]).Line;

    private Outcome Shell(string name, string script) => agent.Cli.Try("exec", name, "sh", "-c", script);

    private void Remove(params string[] names) => agent.Cli.Do(["rm", "-f", .. names]);

    // As the host sees it.
    private string Space(string name, string kind) => new FileInfo($"/proc/{agent.Cli.HostPid(name)}/ns/{kind}").LinkTarget!;

    private static string OfHost(string kind) => new FileInfo($"/proc/self/ns/{kind}").LinkTarget!;

    [SkippableTheory]
    [InlineData("mnt"), InlineData("uts"), InlineData("ipc"), InlineData("pid"), InlineData("net"), InlineData("user"), InlineData("cgroup")]
    public void It_is_the_containers_own_and_a_fork_inside_shares_it(string kind)
    {
        string name = Start("--userns", "private"), other = Start("--userns", "private");
        Assert.NotEqual(OfHost(kind), Space(name, kind));
        Assert.NotEqual(Space(other, kind), Space(name, kind));
        Assert.Equal($"{Space(name, kind)}\n{Space(name, kind)}\n", Shell(name, $"readlink /proc/1/ns/{kind}; (true; readlink /proc/self/ns/{kind})").Output);
        Remove(name, other);
    }

    [SkippableTheory]
    [InlineData("network", "net"), InlineData("pid", "pid"), InlineData("ipc", "ipc"), InlineData("uts", "uts")]
    public void Another_joins_it_by_name_the_hosts_by_word_and_any_by_path(string option, string kind)
    {
        string name = Start(), joined = Start($"--{option}", $"container:{name}"), hosts = Start($"--{option}", "host");
        string path = Start($"--{option}", $"ns:/proc/{agent.Cli.HostPid(name)}/ns/{kind}");
        Assert.Equal(Space(name, kind), Space(joined, kind));
        Assert.Equal(Space(name, kind), Space(path, kind));
        Assert.Equal(OfHost(kind), Space(hosts, kind));
        foreach (string own in new[] { "mnt", "uts", "ipc", "pid", "net" }.Where(own => own != kind)) Assert.NotEqual(Space(name, own), Space(joined, own));
        string origin = agent.Cli.Do("inspect", "--format", "{{json .Namespaces}}", joined).Output;
        Assert.Contains("\"joined\"", origin, StringComparison.Ordinal);
        Remove(joined, path, hosts, name);
    }

    [SkippableFact]
    public void Mounts_made_inside_stay_inside()
    {
        string name = Start("--cap-add", "SYS_ADMIN", "--security-opt", "seccomp=unconfined"), other = Start();
        Assert.Equal("here", Shell(name, "mkdir /inside-only && mount -t tmpfs none /inside-only && touch /inside-only/f && grep -q inside-only /proc/self/mountinfo && echo here").Line);
        Assert.DoesNotContain("inside-only", File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.NotEqual(0, Shell(other, "grep inside-only /proc/self/mountinfo").ExitCode);
        Remove(name, other);
    }

    [SkippableFact]
    public void Names_are_the_containers_and_who_joins_has_them_too()
    {
        string before = File.ReadAllText("/proc/sys/kernel/hostname") + File.ReadAllText("/proc/sys/kernel/domainname");
        string name = Start("--hostname", "box", "--domainname", "example.test"), joined = Start("--uts", $"container:{name}");
        const string look = "cat /proc/sys/kernel/hostname /proc/sys/kernel/domainname";
        Assert.Equal("box\nexample.test\n", Shell(name, look).Output);
        Assert.Equal("box\nexample.test\n", Shell(name, $"({look})").Output);
        Assert.Equal("box\nexample.test\n", Shell(joined, look).Output);
        Assert.Equal(before, File.ReadAllText("/proc/sys/kernel/hostname") + File.ReadAllText("/proc/sys/kernel/domainname"));
        Remove(joined, name);
    }

    [SkippableFact]
    public void System_v_memory_of_the_host_is_unseen_unless_the_host_is_joined()
    {
        agent.Ready();
        string id = Host("ipcmk", "-M", "4096").Split(' ')[^1].Trim();
        try
        {
            string name = Start(), hosts = Start("--ipc", "host");
            string look = $"awk '$2 == {id}' /proc/sysvipc/shm | wc -l";
            Assert.Equal("0", Shell(name, look).Line);
            Assert.Equal("1", Shell(hosts, look).Line);
            Remove(name, hosts);
        }
        finally
        {
            Host("ipcrm", "-m", id);
        }
    }

    [SkippableFact]
    public void Posix_memory_and_queues_go_with_the_ipc_namespace()
    {
        string name = Start(), joined = Start("--ipc", $"container:{name}"), other = Start();
        string unique = $"fleet-test-{Guid.NewGuid():N}";
        Assert.Equal(0, Shell(name, $"(touch /dev/shm/{unique} /dev/mqueue/{unique})").ExitCode);
        Assert.Equal(0, Shell(joined, $"test -e /dev/shm/{unique} && test -e /dev/mqueue/{unique}").ExitCode);
        Assert.NotEqual(0, Shell(other, $"test -e /dev/shm/{unique} || test -e /dev/mqueue/{unique}").ExitCode);
        Assert.False(File.Exists($"/dev/shm/{unique}") || File.Exists($"/dev/mqueue/{unique}"));
        Remove(joined, name, other);
    }

    [SkippableFact]
    public void Pids_are_numbered_anew_and_who_joins_sees_the_same_processes()
    {
        string name = Start(), joined = Start("--pid", $"container:{name}");
        string numbers = File.ReadLines($"/proc/{agent.Cli.HostPid(name)}/status").First(line => line.StartsWith("NSpid:", StringComparison.Ordinal));
        Assert.Equal("1", numbers.Split('\t')[^1]);
        Assert.Equal("sleep 1000 ", Shell(joined, "tr '\\0' ' ' < /proc/1/cmdline").Output);
        Assert.Equal(0, Shell(joined, "test \"$(ls -d /proc/[0-9]* | wc -l)\" -ge 3").ExitCode);       // both sleeps and itself
        Remove(joined, name);
    }

    [SkippableFact]
    public void A_server_is_reached_by_who_joins_its_network_and_by_nobody_else()
    {
        string name = Start(), joined = Start("--network", $"container:{name}"), other = Start();
        Shell(name, "(while :; do echo served | nc -l -p 8099; done) >/dev/null 2>&1 </dev/null &");
        Until.True(() => Shell(joined, "nc 127.0.0.1 8099 </dev/null").Line == "served", "the server answers");
        Assert.NotEqual(0, Shell(other, "nc -w 1 127.0.0.1 8099 </dev/null").ExitCode);
        Assert.DoesNotContain(":1FA3 ", File.ReadAllText("/proc/self/net/tcp"), StringComparison.Ordinal);
        Remove(joined, name, other);
    }

    [SkippableFact]
    public void Groups_seem_to_begin_at_the_containers_own()
    {
        string name = Start();
        string inside = Shell(name, "cat /proc/1/cgroup").Output;
        Assert.All(inside.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("memory", StringComparison.Ordinal)), line => Assert.EndsWith(":/", line, StringComparison.Ordinal));
        Assert.Contains("fleet", File.ReadAllText($"/proc/{agent.Cli.HostPid(name)}/cgroup"), StringComparison.Ordinal);
        Remove(name);
    }

    [SkippableFact]
    public void Clocks_can_be_set_off()
    {
        string shifted = agent.Ready().Do("run", "--rm", "--timens", "boottime=1000000s", BusyboxImage.Name, "cat", "/proc/uptime").Line;
        double host = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(double.Parse(shifted.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) - host, 999_000, 1_001_000);
    }

    [SkippableFact]
    public void Who_is_to_be_joined_must_run()
    {
        string ended = agent.Ready().Do("create", BusyboxImage.Name, "true").Line;
        foreach (string target in new[] { ended, "nobody-there" })
        {
            var outcome = agent.Cli.Try("run", "--rm", "--network", $"container:{target}", BusyboxImage.Name, "true");
            Assert.Equal(125, outcome.ExitCode);
            Assert.Contains(target == ended ? "is not running" : target, outcome.Errors, StringComparison.Ordinal);
        }

        Remove(ended);
    }

    private static string Host(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
