using System.Diagnostics;
using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Cluster.Tests.Harness;

/// <summary>An image of plain busybox, made once for all tests.</summary>
internal static class BusyboxImage
{
    public const string Name = "base:latest";

    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The OCI layout's folder.</summary>
    public static string Layout => Made.Value;

    private static string Make()
    {
        string folder = Directory.CreateTempSubdirectory("fleet-test-image-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string rootfs = Path.Combine(folder, "rootfs"), bin = Path.Combine(rootfs, "bin");
        Directory.CreateDirectory(bin);
        foreach (string name in new[] { "etc", "tmp", "root", "home/alice" }) Directory.CreateDirectory(Path.Combine(rootfs, name));
        File.Copy("/bin/busybox", Path.Combine(bin, "busybox"));
        using (var list = Process.Start(new ProcessStartInfo("/bin/busybox", "--list") { RedirectStandardOutput = true })!)
        {
            foreach (string applet in list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (applet != "busybox") File.CreateSymbolicLink(Path.Combine(bin, applet), "busybox");
            }
        }
        File.WriteAllText(Path.Combine(rootfs, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1001:Alice:/home/alice:/bin/sh\n");
        File.WriteAllText(Path.Combine(rootfs, "etc/group"), "root:x:0:\nusers:x:1001:\nextra:x:2000:alice\n");
        string layout = Path.Combine(folder, "layout");
        new LayoutWriter(layout).AddFolder(rootfs).Write(new ImageConfig { Cmd = ["sh"], Env = ["PATH=/bin"] }, Name);
        return layout;
    }
}
