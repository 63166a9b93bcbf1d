using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fleet.Cluster.Tests.Harness;

namespace Fleet.Cluster.Tests;

/// <summary>An image that others built, from a registry of others.</summary>
public sealed class RegistryTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableFact]
    public void An_image_of_three_layers_runs_with_exactly_the_merged_content_and_shares_its_layers()
    {
        var cli = agent.Ready();
        foreach (string tool in new[] { "/usr/bin/skopeo", "/usr/bin/umoci", "/usr/bin/docker-registry" })
            Skip.IfNot(File.Exists(tool), $"{tool} is not there: install Debian's package");
        string work = Directory.CreateDirectory(Path.Combine(agent.Root, "work")).FullName;
        BuildThreeLayers(work);
        int port = FreePort();
        using var registry = StartRegistry(work, port);
        try
        {
            string reference = $"127.0.0.1:{port}/three:1";
            Until.True(() => CanConnect(port), "the registry listens");
            Run("skopeo", "copy", "--insecure-policy", "--dest-tls-verify=false", $"oci:{work}/oci:three", $"docker://{reference}");
            string seen = cli.Do("run", "--rm", reference, "/bin/sh", "-c", "cd /data && find . | sort && cat replaced").Line;
            Assert.Equal(".\n./kept\n./replaced\nnow a file", seen);

            long Blobs() => new DirectoryInfo(Path.Combine(agent.Root, "state")).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Sum(file => file.Length);
            long before = Blobs();
            Run("skopeo", "copy", "--insecure-policy", "--dest-tls-verify=false", $"oci:{work}/oci:three", $"docker://127.0.0.1:{port}/again:1");
            cli.Do("image", "pull", $"127.0.0.1:{port}/again:1");
            Assert.InRange(Blobs() - before, 0, 64 << 10);
        }
        finally
        {
            registry.Kill();
            registry.WaitForExit();
        }
    }

    private static void BuildThreeLayers(string work)
    {
        Run("umoci", "init", "--layout", $"{work}/oci");
        Run("umoci", "new", "--image", $"{work}/oci:three");
        Layer(work, rootfs =>
        {
            Directory.CreateDirectory(Path.Combine(rootfs, "bin"));
            Directory.CreateDirectory(Path.Combine(rootfs, "data/replaced"));
            File.Copy("/bin/busybox", Path.Combine(rootfs, "bin/busybox"));
            foreach (string applet in new[] { "sh", "find", "sort", "cat" }) File.CreateSymbolicLink(Path.Combine(rootfs, "bin", applet), "busybox");
            File.WriteAllText(Path.Combine(rootfs, "data/kept"), "");
            File.WriteAllText(Path.Combine(rootfs, "data/deleted"), "");
            File.WriteAllText(Path.Combine(rootfs, "data/replaced/inside"), "");
        });
        Layer(work, rootfs => File.Delete(Path.Combine(rootfs, "data/deleted")));
        Layer(work, rootfs =>
        {
            Directory.Delete(Path.Combine(rootfs, "data/replaced"), recursive: true);
            File.WriteAllText(Path.Combine(rootfs, "data/replaced"), "now a file");
        });
    }

    private static void Layer(string work, Action<string> change)
    {
        string bundle = Path.Combine(work, "bundle");
        Run("umoci", "unpack", "--image", $"{work}/oci:three", bundle);
        change(Path.Combine(bundle, "rootfs"));
        Run("umoci", "repack", "--image", $"{work}/oci:three", bundle);
        Directory.Delete(bundle, recursive: true);
    }

    private static Process StartRegistry(string work, int port)
    {
        string config = Path.Combine(work, "registry.yml");
        File.WriteAllText(config, $"version: 0.1\nlog: {{ level: error }}\nstorage: {{ filesystem: {{ rootdirectory: {work}/registry }} }}\nhttp: {{ addr: '127.0.0.1:{port}' }}\n");
        return Process.Start(new ProcessStartInfo("/usr/bin/docker-registry", ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
    }

    private static void Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {output.Result} {errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool CanConnect(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
