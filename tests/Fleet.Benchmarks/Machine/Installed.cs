namespace Fleet.Benchmarks.Machine;

/// <summary>Fleet's programs as './fleet build' made them: what is measured is what users get.</summary>
internal static class Installed
{
    public static string Folder { get; } = Find();

    public static string Fleet => Path.Combine(Folder, "fleet");

    public static string Shim => Path.Combine(Folder, "fleet-shim");

    /// <summary>Null, or why nothing can be measured here.</summary>
    public static string? Fault() => Environment.UserName != "root" ? "it takes root: containers are made for real"
        : !File.Exists(Fleet) ? $"{Fleet} is not there: './fleet build' makes it"
        : null;

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
