using System.Security.Cryptography;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests.Files;

/// <summary>What goes with a container and what stays: its writable layer over an image that never changes.</summary>
public sealed class CopyOnWriteTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableFact]
    public void A_changed_file_is_copied_up_once_and_neither_the_layer_nor_a_second_container_changes()
    {
        var cli = agent.Ready();
        string one = Sleeper(), two = Sleeper();
        string upper = Layer(one, 0), lower = Layer(one, 1), before = Digest(lower);
        Assert.Equal(lower, Layer(two, 1));
        Assert.False(File.Exists(upper + "/etc/passwd"));

        Shell(one, "echo mine >> /etc/passwd");
        ulong copy = Inode(upper + "/etc/passwd");
        Shell(one, "echo more >> /etc/passwd");
        Assert.Equal(copy, Inode(upper + "/etc/passwd"));
        Assert.EndsWith("mine\nmore\n", File.ReadAllText(upper + "/etc/passwd"), StringComparison.Ordinal);

        Assert.Equal(before, Digest(lower));
        Assert.DoesNotContain("mine", Shell(two, "cat /etc/passwd"), StringComparison.Ordinal);
        Assert.Equal(["C /etc", "C /etc/passwd"], Diff(one));
        Assert.Empty(Diff(two));
        cli.Do("rm", "-f", one, two);
    }

    [SkippableTheory, InlineData("host"), InlineData("private")]
    public void Diff_lists_exactly_what_changed(string users)
    {
        var cli = agent.Ready();
        string id = Sleeper("--userns", users, "-v", "/data", "--tmpfs", "/scratch");
        List<string> untouched = Diff(id);
        Assert.All(untouched, line => Assert.Contains(line, new[] { "A /data", "A /scratch" }));

        Shell(id, "rm /etc/group; echo x > /etc/new; touch /etc/passwd; mkdir -p /a/b; ln -s nowhere /a/link; rm -r /home; mkdir -p /home/bob; cat /bin/busybox > /dev/null; echo x > /data/x; echo x > /scratch/x");
        string[] expected = ["A /a", "A /a/b", "A /a/link", "C /etc", "D /etc/group", "A /etc/new", "C /etc/passwd", "C /home", "D /home/alice", "A /home/bob"];
        Assert.Equal(expected, Diff(id).Except(untouched));
        cli.Do("stop", "-t", "0", id);
        Assert.Equal(expected, Diff(id).Except(untouched));
        cli.Do("rm", "-f", id);
    }

    [SkippableFact]
    public void Stop_and_start_keep_the_layer_and_rm_drops_it()
    {
        var cli = agent.Ready();
        string id = Sleeper(), upper = Layer(id, 0);
        Shell(id, "echo kept > /root/f");
        cli.Do("stop", "-t", "0", id);
        cli.Do("start", id);
        Assert.Equal("kept\n", Shell(id, "cat /root/f"));
        Assert.Equal(["C /root", "A /root/f"], Diff(id));
        cli.Do("rm", "-f", id);
        Assert.False(Directory.Exists(upper));
        Assert.NotEqual(0, cli.Try("diff", id).ExitCode);
    }

    [SkippableFact]
    public void A_container_that_was_never_started_has_changed_nothing()
    {
        var cli = agent.Ready();
        string id = cli.Do("create", BusyboxImage.Name, "true").Line;
        Assert.Empty(Diff(id));
        cli.Do("rm", id);
    }

    private string Sleeper(params string[] options) => agent.Ready().Do(["run", "-d", .. options, BusyboxImage.Name, "sleep", "1000"]).Line;

    private string Shell(string id, string script) => agent.Cli.Do("exec", id, "sh", "-c", script).Output;

    private List<string> Diff(string id) => [.. agent.Cli.Do("diff", id).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private string Layer(string id, int index) => agent.Cli.Inspect(id).GetProperty("Layers")[index].GetProperty("Folder").GetString()!;

    private static ulong Inode(string path)
    {
        using var folder = Fleet.Linux.Files.FileAt.OpenFolder(Path.GetDirectoryName(path)!);
        return Fleet.Linux.Files.FileAt.Status(folder, System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path)))!.Value.Inode;
    }

    /// <summary>Of all names, contents and times below a folder.</summary>
    private static string Digest(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.UnixFileMode} {file.LinkTarget}\n"));
            if (file is FileInfo { LinkTarget: null } content) hash.AppendData(File.ReadAllBytes(content.FullName));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
