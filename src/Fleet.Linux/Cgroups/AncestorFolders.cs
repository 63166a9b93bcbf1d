namespace Fleet.Linux.Cgroups;

/// <summary>A group's folder and those above it, up to the mount point.</summary>
internal static class AncestorFolders
{
    public static IEnumerable<string> Of(string folder, string mountPoint)
    {
        for (string? at = folder; at is not null && at.Length >= mountPoint.Length; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }
}
