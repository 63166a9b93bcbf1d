namespace Fleet.Linux.Cgroups.V1;

/// <summary>v1 has no pressure accounting, but a mixed machine's v2 hierarchy counts the same processes.</summary>
internal static class Pressures
{
    public static Pressure? Read(Trees trees, string path, string file) =>
        trees.Unified is { } unified ? KernelText.Pressure(CgroupFile.TryRead(Path.Combine(unified, path), file)) : null;
}
