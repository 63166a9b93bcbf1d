using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>A disk whose files cannot be shown through a user namespace (ramfs has no id-mapped mounts): containers with one run all the same.</summary>
public sealed class UnmappedDiskTests(UnmappedDiskTests.Disk disk) : IClassFixture<UnmappedDiskTests.Disk>
{
    [SkippableTheory]
    [InlineData("private", "0")]
    [InlineData("uid=20003", "20003")]
    public void The_image_is_copied_for_the_container_and_the_layers_stay(string userns, string owner)
    {
        FleetCli cli = disk.Ready();
        string name = cli.Do(["run", "-d", "--userns", userns, BusyboxImage.Name, "sleep", "1000"]).Line;
        Assert.Equal("0 0", cli.Do("exec", name, "stat", "-c", "%u %g", "/bin/busybox").Line);
        Assert.Equal("mine", cli.Do("exec", name, "sh", "-c", "echo mine > /bin/new && cat /bin/new").Line);

        uint root = uint.Parse(File.ReadLines($"/proc/{cli.HostPid(name)}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], null);
        if (owner != "0") Assert.Equal(owner, $"{root}");
        var layers = cli.Json("inspect", name).GetProperty("Layers").EnumerateArray().Select(layer => layer.GetProperty("Folder").GetString()!).ToArray();
        Assert.Equal(2, layers.Length);      // the writable one, and the copy
        Assert.Equal(root, FileOwner.Of(Path.Combine(layers[1], "bin/busybox")));
        foreach (string layer in Directory.EnumerateDirectories(Path.Combine(disk.Root, "state/images/layers")).Where(folder => File.Exists(folder + "/bin/busybox")))
        {
            Assert.Equal(0u, FileOwner.Of(layer + "/bin/busybox"));
        }

        Assert.Contains("A /bin/new", cli.Do("diff", name).Output, StringComparison.Ordinal);
        cli.Do("restart", "-t", "0", name);
        Assert.Equal("mine", cli.Do("exec", name, "cat", "/bin/new").Line);
        cli.Do("rm", "-f", name);
        Assert.False(Directory.Exists(layers[1]));
    }

    public sealed class Disk : IDisposable
    {
        private const string Prefix = "fleet-test-ramfs-";

        private readonly OneAgent _agent = new(Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}"));
        private bool _mounted;

        internal string Root => _agent.Root;

        internal FleetCli Ready()
        {
            Installed.Require();
            if (!_mounted)
            {
                Sweep();
                Directory.CreateDirectory(Root);
                Run("mount", "-t", "ramfs", "fleet-test", Root);
                _mounted = true;
            }

            return _agent.Ready();
        }

        public void Dispose()
        {
            if (!_mounted) return;
            try
            {
                _agent.Dispose();
            }
            catch (IOException)
            {
                // A folder cannot be deleted while a disk is mounted on it.
            }
            finally
            {
                Drop(Root);
            }
        }

        // Of a test that was killed.
        private static void Sweep()
        {
            foreach (string left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(path => !Directory.Exists($"/proc/{path[(path.LastIndexOf('-') + 1)..]}")))
            {
                Drop(left);
            }
        }

        private static void Drop(string root)
        {
            if (File.ReadAllText("/proc/self/mountinfo").Contains($" {root} ", StringComparison.Ordinal)) Run("umount", "-l", root);
            Directory.Delete(root);
        }

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }
}
