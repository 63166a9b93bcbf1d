namespace Fleet.Cluster.Tests.Harness;

/// <summary>The programs as `./fleet build` made them: these tests drive what a user drives, and nothing else.</summary>
internal static class Installed
{
    public static string Folder { get; } = Find();

    public static string Fleet => Path.Combine(Folder, "fleet");

    /// <summary>Skips the test, with the reason, where it cannot run.</summary>
    public static void Require()
    {
        Skip.IfNot(Environment.UserName == "root", "it takes root: containers and lab nodes are made for real");
        Skip.IfNot(File.Exists(Fleet), $"{Fleet} is not there: './fleet build' makes it");
        Skip.IfNot(File.Exists("/bin/busybox"), "/bin/busybox is not there: install Debian's busybox-static");
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FLEET_DIST") is { Length: > 0 } given) return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fleet.sln"))) return Path.Combine(folder.FullName, ".artifacts", "dist");
        }
        return "/usr/lib/fleet";
    }
}
