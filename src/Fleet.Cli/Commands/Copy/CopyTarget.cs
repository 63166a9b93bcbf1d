namespace Fleet.Cli.Commands.Copy;

/// <summary>Where a copy goes: into which folder, and under which name; with the name "." all that the source folder has goes in there.</summary>
internal sealed record CopyTarget(string Folder, string Name)
{
    /// <summary>docker's rules, from docs.docker.com/reference/cli/docker/container/cp.</summary>
    /// <param name="sourceName">Last part of the source's path; "." when its content is meant.</param>
    /// <param name="sourceIsFolder">The source is there in any case.</param>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="isFolder">Null: nothing is there.</param>
    /// <exception cref="IOException">The two do not go together.</exception>
    public static CopyTarget Of(string sourceName, bool sourceIsFolder, string path, bool? isFolder) => isFolder switch
    {
        true => new(path, sourceName),
        false when sourceIsFolder => throw new IOException($"cannot copy directory: {path} is a file"),
        null when !sourceIsFolder && MeansFolder(path) => throw new IOException($"no such directory: {path}"),
        _ => Split(path),
    };

    /// <summary>The folder that something is in, and its name there.</summary>
    public static CopyTarget Split(string path)
    {
        string trimmed = path.EndsWith("/.", StringComparison.Ordinal) ? path[..^2].TrimEnd('/') : path.TrimEnd('/');
        int slash = trimmed.LastIndexOf('/');
        return slash < 0 ? new(".", trimmed) : new(slash == 0 ? "/" : trimmed[..slash], trimmed[(slash + 1)..]);
    }

    private static bool MeansFolder(string path) => path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal);
}
