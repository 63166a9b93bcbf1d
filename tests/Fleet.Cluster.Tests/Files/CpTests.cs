using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Files;

/// <summary>fleet cp, with docker's meaning.</summary>
public sealed class CpTests(OneAgent agent) : IClassFixture<OneAgent>, IDisposable
{
    private readonly string _host = Directory.CreateTempSubdirectory("fleet-test-cp-").FullName;

    public void Dispose() => Directory.Delete(_host, recursive: true);

    [SkippableTheory, InlineData("host"), InlineData("private")]
    public void Files_go_in_as_roots_and_with_a_as_their_owners_and_come_out_again(string users)
    {
        var cli = agent.Ready();
        string id = Sleeper("--userns", users, "-v", "/vol", "--tmpfs", "/scratch"), file = HostFile("f", "hello");
        foreach (string place in new[] { "/root/f", "/vol/f", "/scratch/f" })
        {
            cli.Do("cp", file, $"{id}:{place}");
            Assert.Equal("0:0", Shell(id, $"stat -c %u:%g {place}"));
            cli.Do("cp", "-a", file, $"{id}:{place}");
            Assert.Equal("1234:1235", Shell(id, $"stat -c %u:%g {place}"));
            cli.Do("cp", $"{id}:{place}", Path.Combine(_host, "back"));
            Assert.Equal("hello", File.ReadAllText(Path.Combine(_host, "back")));
        }
        cli.Do("rm", "-f", id);
    }

    [SkippableTheory, InlineData("host"), InlineData("private")]
    public void A_container_that_does_not_run_is_copied_to_and_from_and_the_host_sees_no_mount(string users)
    {
        var cli = agent.Ready();
        string id = cli.Do("create", "--userns", users, "-v", "/vol", BusyboxImage.Name, "sh", "-c", "cat /home/alice/f; stat -c %u /home/alice /home/alice/f").Line;
        cli.Do("cp", HostFile("f", "before\n"), $"{id}:/home/alice");
        Assert.DoesNotContain(agent.Root, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Equal("before\n0\n0", cli.Do("start", "-a", id).Line);
        cli.Do("cp", $"{id}:/home/alice/f", Path.Combine(_host, "after"));
        Assert.Equal("before\n", File.ReadAllText(Path.Combine(_host, "after")));
        var onVolume = cli.Try("cp", Path.Combine(_host, "after"), $"{id}:/vol/f");
        Assert.Equal(users == "host" ? 0 : 1, onVolume.ExitCode);
        cli.Do("rm", id);
    }

    [SkippableFact]
    public void A_link_in_the_container_ends_inside()
    {
        var cli = agent.Ready();
        string id = Sleeper(), witness = Path.Combine(_host, "witness");
        Shell(id, $"mkdir -p {_host}; echo inside > {witness}; ln -s {witness} /file; ln -s ../../../../.. /up; ln -s /proc/1/root /magic");
        HostFile("witness", "host");
        cli.Do("cp", "-L", $"{id}:/file", Path.Combine(_host, "got"));
        Assert.Equal("inside\n", File.ReadAllText(Path.Combine(_host, "got")));
        cli.Do("cp", $"{id}:/up{witness}", Path.Combine(_host, "got"));
        Assert.Equal("inside\n", File.ReadAllText(Path.Combine(_host, "got")));
        cli.Do("cp", HostFile("new", "new"), $"{id}:/file");
        Assert.Equal("new", Shell(id, $"cat {witness}"));
        Assert.Equal("host", File.ReadAllText(witness));
        Assert.NotEqual(0, cli.Try("cp", $"{id}:/magic/etc/passwd", Path.Combine(_host, "got")).ExitCode);
        cli.Do("rm", "-f", id);
    }

    [SkippableFact]
    public void What_is_read_only_is_refused_in_dockers_words()
    {
        var cli = agent.Ready();
        string file = HostFile("f", "x"), root = cli.Do("create", "--read-only", BusyboxImage.Name, "sleep", "100").Line, volume = Sleeper("-v", $"{_host}:/data:ro");
        Assert.Contains("container rootfs is marked read-only", cli.Try("cp", file, $"{root}:/f").Errors, StringComparison.Ordinal);
        cli.Do("start", root);
        Assert.Contains("container rootfs is marked read-only", cli.Try("cp", file, $"{root}:/f").Errors, StringComparison.Ordinal);
        Assert.Contains("mounted volume is marked read-only", cli.Try("cp", file, $"{volume}:/data/g").Errors, StringComparison.Ordinal);
        cli.Do("rm", "-f", root, volume);
    }

    [SkippableFact]
    public void Streams_of_tar_go_both_ways()
    {
        var cli = agent.Ready();
        string one = Sleeper(), two = Sleeper();
        Shell(one, "mkdir -p /d/e; echo x > /d/e/f; ln /d/e/f /d/hard; ln -s e/f /d/link");
        using var from = cli.Start("cp", $"{one}:/d", "-");
        using var to = cli.Start("cp", "-", $"{two}:/root");
        from.StandardOutput.BaseStream.CopyTo(to.StandardInput.BaseStream);
        to.StandardInput.Close();
        from.WaitForExit();
        to.WaitForExit();
        Assert.Equal((0, 0), (from.ExitCode, to.ExitCode));
        Assert.Equal("x x 2", Shell(two, "cd /root/d; echo $(cat link) $(cat hard) $(stat -c %h hard)"));
        Assert.Contains("must be a directory", cli.Try("cp", "-", $"{two}:/etc/passwd").Errors, StringComparison.Ordinal);
        cli.Do("rm", "-f", one, two);
    }

    [SkippableFact]
    public void Two_hundred_megabytes_pass_whole_through_an_agent_that_does_not_grow()
    {
        var cli = agent.Ready();
        string id = Sleeper(), big = Path.Combine(_host, "big");
        var block = new byte[1 << 20];
        new Random(1).NextBytes(block);
        using (var file = File.Create(big))
        {
            for (int i = 0; i < 200; i++) file.Write(block);
        }
        long before = Memory.PeakOf(agent.Pid);
        cli.Do("cp", big, $"{id}:/tmp/big");
        cli.Do("cp", $"{id}:/tmp/big", big + "2");
        Assert.InRange(Memory.PeakOf(agent.Pid) - before, 0, 100 << 20);
        Assert.Equal(Sum(big), Sum(big + "2"));
        cli.Do("rm", "-f", id);
    }

    private string Sleeper(params string[] options) => agent.Ready().Do(["run", "-d", .. options, BusyboxImage.Name, "sleep", "1000"]).Line;

    private string Shell(string id, string script) => agent.Cli.Do("exec", id, "sh", "-c", script).Line;

    private string HostFile(string name, string text)
    {
        string path = Path.Combine(_host, name);
        File.WriteAllText(path, text);
        using var chown = Process.Start("chown", ["1234:1235", path]);
        chown.WaitForExit();
        return path;
    }

    private static string Sum(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file));
    }
}
