namespace Fleet.Linux.Files;

/// <summary>
/// Opens names below a folder whose content a stranger made: every link and ".." is resolved as if that folder were "/"
/// (openat2(2), RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS). Nothing outside is ever reached.
/// </summary>
public static class RootedPath
{
    /// <summary>Opens a file for reading, or null if there is none.</summary>
    public static OwnedFd? OpenRead(OwnedFd root, string path) => throw new NotImplementedException();

    /// <summary>All of a small file; null if it is missing or not a regular file.</summary>
    /// <param name="limit">In bytes; a longer file is refused.</param>
    public static byte[]? ReadAll(OwnedFd root, string path, int limit = 4 << 20) => throw new NotImplementedException();
}
