namespace Fleet.Containers;

/// <summary>The file a task may write its result to.</summary>
public static class ResultFiles
{
    /// <summary>
    /// Below /dev: there a mount point can be made in every root, read-only ones included, and nothing of it stays behind in the
    /// container's files. A folder is bound, not a file, so that the result can be moved into place by rename.
    /// </summary>
    public const string FolderInside = "/dev/fleet";

    /// <summary>The value of <c>FLEET_RESULT</c>.</summary>
    public const string PathInside = FolderInside + "/result";

    /// <summary>More than this of a result is not read.</summary>
    public const int MaxBytes = 64 << 10;
}
