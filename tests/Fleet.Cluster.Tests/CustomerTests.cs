using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>Two customers on one node: each is root inside and his own user outside, and neither reaches the other.</summary>
public sealed class CustomerTests(OneAgent agent) : IClassFixture<OneAgent>
{
    public static TheoryData<string, string, string> Modes => new()
    {
        { "ranges", "private", "private" },
        { "one user each", "uid=20001", "uid=20002" },
    };

    private string Start(string userns, params string[] options) =>
        agent.Ready().Do(["run", "-d", "--userns", userns, .. options, BusyboxImage.Name, "sleep", "1000"]).Line;

    private Outcome Shell(string name, string script) => agent.Cli.Try("exec", name, "sh", "-c", script);

    // Of the first process, as the host has it.
    private (uint User, int Pid) Outside(string name)
    {
        int pid = agent.Cli.HostPid(name);
        return (uint.Parse(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], null), pid);
    }

    private string Owned(string name, uint owner, string text)
    {
        string path = Path.Combine(agent.Root, $"{name}-{Guid.NewGuid():N}");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        using var chown = System.Diagnostics.Process.Start("chown", [$"{owner}:{owner}", path]);
        chown.WaitForExit();
        return path;
    }

    [SkippableTheory, MemberData(nameof(Modes))]
    public void Each_is_root_inside_and_his_own_user_outside(string what, string first, string second)
    {
        string one = Start(first), two = Start(second);
        foreach (string customer in new[] { one, two })
        {
            Assert.Equal("0", Shell(customer, "id -u").Line);
            // He owns his files, installs a program set-uid and serves port 80 of his own network.
            Assert.Equal("4755 0 0", Shell(customer, "cp /bin/busybox /tool && chown 0:0 /tool && chmod 4755 /tool && stat -c '%a %u %g' /tool").Line);
            Assert.Equal("0050", Shell(customer, "nc -l -p 80 & for i in $(seq 100); do grep -q ':0050 ' /proc/net/tcp /proc/net/tcp6 && break; sleep 0.05; done; cat /proc/net/tcp /proc/net/tcp6 | grep -o ':0050 ' | tr -d ': '; kill $!").Line);
        }

        var (userOne, userTwo) = (Outside(one).User, Outside(two).User);
        Assert.True(userOne != 0 && userTwo != 0 && userOne != userTwo, $"{what}: {userOne} and {userTwo}");
        if (first != "private") Assert.Equal((20_001u, 20_002u), (userOne, userTwo));
        agent.Cli.Do("rm", "-f", one, two);
    }

    [SkippableTheory, MemberData(nameof(Modes))]
    public void Neither_reads_the_others_files(string what, string first, string second)
    {
        string one = Start(first);
        string secret = Owned("secret", Outside(one).User, "of one");
        string two = Start(second, "-v", $"{secret}:/secret:ro");
        Assert.True(Shell(two, "cat /secret") is { ExitCode: not 0, Output: "" } refused && refused.Errors.Contains("Permission denied", StringComparison.Ordinal), what);

        // What the first one wrote lies on the node as his own.
        Shell(one, "umask 077; echo mine > /mine");
        string mine = Assert.Single(Directory.EnumerateFiles(Path.Combine(agent.Root, "state"), "mine", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
        Assert.Equal(Outside(one).User, FileOwner.Of(mine));
        string look = Start(second, "-v", $"{mine}:/mine:ro");
        Assert.Contains("Permission denied", Shell(look, "cat /mine").Errors, StringComparison.Ordinal);
        agent.Cli.Do("rm", "-f", one, two, look);
    }

    [SkippableTheory, MemberData(nameof(Modes))]
    public void Neither_signals_the_others_processes(string what, string first, string second)
    {
        string one = Start(first);
        int pid = Outside(one).Pid;
        string two = Start(second);
        Assert.NotEqual(0, Shell(two, $"kill -9 {pid}").ExitCode);                  // no such process where he is
        // And were he to see it, the kernel would refuse him: the host's view of his user against the other's process.
        using var kill = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "setpriv", [$"--reuid={Outside(two).User}", "--clear-groups", "/bin/sh", "-c", $"kill -9 {pid}"]) { RedirectStandardError = true })!;
        Assert.Contains("not permitted", kill.StandardError.ReadToEnd(), StringComparison.Ordinal);
        Assert.True(Directory.Exists($"/proc/{pid}"), what);
        agent.Cli.Do("rm", "-f", one, two);
    }

    [SkippableTheory]
    [InlineData("private", ":ro"), InlineData("private", ""), InlineData("uid=20001", ":ro"), InlineData("uid=20001", "")]
    public void A_file_for_the_hosts_root_alone_stays_so(string userns, string options)
    {
        string secret = Owned("root-only", 0, "of the host");
        var outcome = agent.Ready().Try("run", "--rm", "--userns", userns, "-v", $"{secret}:/secret{options}", BusyboxImage.Name, "sh", "-c", "id -u; cat /secret");
        Assert.Equal("0\n", outcome.Output);
        Assert.Contains("Permission denied", outcome.Errors, StringComparison.Ordinal);
        // To the host's own root, as which a container runs without that option, it is readable.
        Assert.Equal("of the host", agent.Cli.Do("run", "--rm", "-v", $"{secret}:/secret:ro", BusyboxImage.Name, "cat", "/secret").Output);
    }

    [SkippableFact]
    public void No_two_have_the_same_range_and_a_range_outlives_the_agent()
    {
        string[] names = [Start("private"), Start("private"), Start("private")];
        uint[] users = [.. names.Select(name => Outside(name).User)];
        Assert.Equal(3, users.Distinct().Count());
        Assert.All(users, user => Assert.True(user >= 1_000_000_000 && (user - 1_000_000_000) % 65_536 == 0, $"{user}"));
        int pid = agent.Pid;
        Signals.Send(pid, "KILL");
        Until.True(() => !Directory.Exists($"/proc/{pid}"), "the agent has gone");
        agent.Start();
        string later = Start("private");
        Assert.DoesNotContain(Outside(later).User, users);

        agent.Cli.Do("rm", "-f", names[1]);
        Assert.Equal(users[1], Outside(Start("private", "--name", "again")).User);      // given back
        agent.Cli.Do("rm", "-f", names[0], names[2], later, "again");
    }

    [SkippableFact]
    public void Layers_stay_as_they_are_and_a_volumes_files_stay_roots_on_disk()
    {
        string name = Start("private", "-v", "shared:/data");
        Shell(name, "touch /data/f; rm -rf /etc/made; mkdir -p /etc && touch /etc/made");
        string volume = Assert.Single(Directory.EnumerateFiles(Path.Combine(agent.Root, "state"), "f", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
        Assert.Equal(0, FileOwner.Of(volume));
        string[] busyboxes = [.. Directory.EnumerateFiles(Path.Combine(agent.Root, "state"), "busybox", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })];
        Assert.NotEmpty(busyboxes);
        Assert.All(busyboxes, path => Assert.Equal(0, FileOwner.Of(path)));
        Assert.Equal("0", Shell(name, "stat -c %u /bin/busybox").Line);
        agent.Cli.Do("rm", "-f", name);
        agent.Cli.Do("volume", "rm", "shared");
    }
}
