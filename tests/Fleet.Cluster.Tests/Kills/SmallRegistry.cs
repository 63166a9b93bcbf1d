using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fleet.Cluster.Tests.Harness;
using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>Debian's docker-registry on a port of its own, and as many different images in it as are asked for.</summary>
internal sealed class SmallRegistry : IDisposable
{
    private readonly string _work;
    private readonly int _port = FreePort();
    private readonly Process _registry;
    private int _pushed;

    public SmallRegistry(string root)
    {
        foreach (string tool in (string[])["/usr/bin/skopeo", "/usr/bin/docker-registry"])
            Skip.IfNot(File.Exists(tool), $"{tool} is not there: install Debian's package");
        _work = Directory.CreateDirectory(Path.Combine(root, "registry")).FullName;
        string config = Path.Combine(_work, "registry.yml");
        File.WriteAllText(config, $"version: 0.1\nlog: {{ level: error }}\nstorage: {{ filesystem: {{ rootdirectory: {_work}/data }} }}\nhttp: {{ addr: '127.0.0.1:{_port}' }}\n");
        _registry = Process.Start(new ProcessStartInfo("/usr/bin/docker-registry", ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Until.True(CanConnect, "the registry listens");
    }

    /// <summary>An image that no node has yet: busybox, and 4 MB that no other image has.</summary>
    /// <returns>Its reference.</returns>
    public string PushAnother()
    {
        string name = $"i{++_pushed}", files = Path.Combine(_work, name), bin = Path.Combine(files, "rootfs/bin"), layout = Path.Combine(files, "layout");
        Directory.CreateDirectory(bin);
        File.Copy("/bin/busybox", Path.Combine(bin, "busybox"));
        File.CreateSymbolicLink(Path.Combine(bin, "echo"), "busybox");
        byte[] noise = new byte[4 << 20];
        new Random(_pushed).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(files, "rootfs/noise"), noise);
        new LayoutWriter(layout).AddFolder(Path.Combine(files, "rootfs")).Write(new ImageConfig { Env = ["PATH=/bin"] }, name);
        string reference = $"127.0.0.1:{_port}/{name}:1";
        using var copy = Process.Start(new ProcessStartInfo(
            "/usr/bin/skopeo", ["copy", "-q", "--insecure-policy", "--dest-tls-verify=false", $"oci:{layout}:{name}", $"docker://{reference}"]) { RedirectStandardError = true })!;
        string errors = copy.StandardError.ReadToEnd();
        copy.WaitForExit();
        Assert.True(copy.ExitCode == 0, $"skopeo: {errors}");
        return reference;
    }

    public void Dispose()
    {
        _registry.Kill();
        _registry.WaitForExit();
        _registry.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool CanConnect()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
