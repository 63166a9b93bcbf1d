namespace Fleet.Journal.Raft.Storage;

/// <summary>Why the disk does not take a write.</summary>
internal sealed record DiskTrouble(Exception Error)
{
    // errno(3), alike on all of Linux.
    private const int NoSpace = 28, ReadOnlyFileSystem = 30, QuotaExceeded = 122;

    public bool IsFull => Error.HResult is NoSpace or QuotaExceeded;

    public static string InWords(Exception error) => error.HResult switch
    {
        NoSpace => "its disk is full",
        QuotaExceeded => "its disk quota is used up",
        ReadOnlyFileSystem => "its file system is read-only",
        _ => error.Message,
    };
}
