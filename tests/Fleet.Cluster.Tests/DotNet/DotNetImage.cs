using System.Diagnostics;
using System.Text.RegularExpressions;
using Fleet.Cluster.Tests.Harness;
using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Cluster.Tests.DotNet;

/// <summary>An image of what a framework-dependent program needs of a Linux: the C and C++ libraries, and busybox to look around.</summary>
internal static partial class DotNetImage
{
    public const string Name = "dotnet-deps:latest";

    /// <summary>The folder with the program <c>dotnet</c> and the runtimes below it.</summary>
    public static string? Runtime { get; } = Find();

    /// <summary>Writes it as an OCI layout.</summary>
    public static void Write(string layout, string rootfs)
    {
        Copy("/bin/busybox", rootfs, "/bin/busybox");
        foreach (string name in new[] { "sh", "wget", "cat", "true" }) File.CreateSymbolicLink(Path.Combine(rootfs, "bin", name), "busybox");
        string[] programs = [Path.Combine(Runtime!, "dotnet"), .. Directory.EnumerateFiles(Path.Combine(Runtime!, "shared", "Microsoft.NETCore.App"), "*.so", SearchOption.AllDirectories)];
        foreach (string library in programs.SelectMany(Needed).Where(path => !path.StartsWith(Runtime!, StringComparison.Ordinal)).Distinct())
        {
            Copy(library, rootfs, library);
        }
        new LayoutWriter(layout).AddFolder(rootfs).Write(new ImageConfig { Env = ["PATH=/usr/share/dotnet:/bin", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"] }, Name);
    }

    private static string? Find()
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "dotnet")).FirstOrDefault(File.Exists);
        return found is null ? null : Path.GetDirectoryName(new FileInfo(found).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found);
    }

    private static IEnumerable<string> Needed(string program)
    {
        using var ldd = Process.Start(new ProcessStartInfo("ldd", [program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return [.. Absolute().Matches(ldd.StandardOutput.ReadToEnd()).Select(match => match.Groups[1].Value)];
    }

    private static void Copy(string from, string rootfs, string to)
    {
        string target = rootfs + to;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(new FileInfo(from).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? from, target);
    }

    // "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)" and "/lib64/ld-linux-x86-64.so.2 (0x...)"
    [GeneratedRegex(@"(/\S+) \(0x", RegexOptions.CultureInvariant)]
    private static partial Regex Absolute();
}
