namespace Fleet.Journal.Raft.Storage;

/// <summary>
/// The files of one folder. What was written is safe once <see cref="IDiskFile.Sync"/> has returned; a file that was created, renamed
/// or deleted is so for good once <see cref="SyncFolder"/> has. A test puts a disk in here that forgets all else.
/// </summary>
/// <remarks>Every method may throw <see cref="IOException"/>.</remarks>
internal interface IDisk
{
    IReadOnlyList<string> List();

    long Length(string name);

    /// <summary>At most <paramref name="count"/> bytes from <paramref name="offset"/>; fewer only at the end.</summary>
    byte[] Read(string name, long offset, int count);

    /// <summary>Opened to be written at its end; created where it is not there.</summary>
    IDiskFile Open(string name);

    /// <summary>Replaces what is there under the new name.</summary>
    void Rename(string name, string to);

    void Delete(string name);

    void SyncFolder();
}

internal interface IDiskFile : IDisposable
{
    long Length { get; }

    void Write(ReadOnlySpan<byte> bytes);

    void CutTo(long length);

    void Sync();
}
