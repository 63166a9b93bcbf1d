using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Crash.Tests.Scenario;

/// <summary>A shell, and a folder declared as a volume with a file in it.</summary>
internal static class SmallImage
{
    public const string Name = "small:latest";
    public const string Program = "bin/busybox", Seed = "data/seed", SeedText = "from the image\n";

    /// <returns>The folder of its OCI layout, below <paramref name="folder"/>.</returns>
    public static string Write(string folder)
    {
        string files = Path.Combine(folder, "files"), layout = Path.Combine(folder, "layout");
        foreach (string below in new[] { "bin", "data", "tmp" }) Directory.CreateDirectory(Path.Combine(files, below));
        File.Copy("/bin/busybox", Path.Combine(files, Program));
        foreach (string applet in new[] { "sh", "sleep", "touch" }) File.CreateSymbolicLink(Path.Combine(files, "bin", applet), "busybox");
        File.WriteAllText(Path.Combine(files, Seed), SeedText);
        new LayoutWriter(layout).AddFolder(files).Write(new ImageConfig { Cmd = ["sh"], Env = ["PATH=/bin"], Volumes = ["/data"] }, Name);
        return layout;
    }
}
