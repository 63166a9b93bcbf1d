namespace Fleet.Crash.Tests.Disk;

/// <summary>One call that changed a disk, or brought changes to it, in the order of their completion. Paths are absolute and clean.</summary>
internal abstract record DiskCall;

/// <summary>open(2) with O_CREAT of a name that may be there already, and with O_TRUNC or without.</summary>
internal sealed record Opened(string Path, bool Creates, bool Exclusive, bool Truncates) : DiskCall;

/// <summary>A write at an offset; null: at the file's end.</summary>
internal sealed record Written(string Path, long? At, byte[] Data) : DiskCall
{
    public override string ToString() => $"Written {{ Path = {Path}, At = {At}, {Data.Length} bytes }}";
}

internal sealed record LengthSet(string Path, long Length) : DiskCall;

internal sealed record FolderMade(string Path) : DiskCall;

internal sealed record LinkMade(string Path, string Target) : DiskCall;

/// <summary>link(2): one more name.</summary>
internal sealed record NameAdded(string Path, string To) : DiskCall;

internal sealed record Removed(string Path) : DiskCall;

internal sealed record Renamed(string From, string To, bool Exchanges) : DiskCall;

/// <summary>fsync(2) or fdatasync(2) has begun; <see cref="SyncEnded"/> with the same ticket follows.</summary>
/// <param name="Path">Null: everything (sync, syncfs).</param>
/// <param name="Ticket">Names the call.</param>
internal sealed record SyncBegan(string? Path, int Ticket) : DiskCall;

internal sealed record SyncEnded(int Ticket) : DiskCall;
