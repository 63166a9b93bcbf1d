using Fleet.Cluster.Tests.Harness;

namespace Fleet.Benchmarks.Machine;

/// <summary>The image that all run: plain busybox.</summary>
internal static class Image
{
    public const string Name = BusyboxImage.Name;

    /// <summary>As an OCI layout.</summary>
    public static string Layout => BusyboxImage.Layout;

    /// <summary>The same files in a folder.</summary>
    public static string Rootfs => Path.Combine(Path.GetDirectoryName(Layout)!, "rootfs");
}
