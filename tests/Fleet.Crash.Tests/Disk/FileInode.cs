namespace Fleet.Crash.Tests.Disk;

/// <summary>The bytes of a file, and the writes and cuts that wait for an fsync.</summary>
internal sealed class FileInode(int id) : Inode(id)
{
    private readonly record struct FileChange(long Number, long At, byte[]? Data);     // without data: the length is set to At

    private readonly List<FileChange> _pending = [];
    private byte[] _durable = [];
    private long _durableChange;
    private byte[] _content = [];
    private int _length;

    /// <summary>As a running process sees it.</summary>
    public ReadOnlySpan<byte> Content => _content.AsSpan(0, _length);

    public int Length => _length;

    public override int Pending => _pending.Count;

    public void Write(long number, long at, byte[] data)
    {
        _pending.Add(new FileChange(number, at, data));
        Put(ref _content, ref _length, at, data);
    }

    public void SetLength(long number, long length)
    {
        _pending.Add(new FileChange(number, length, null));
        Cut(ref _content, ref _length, length);
    }

    public override void Sync(long upTo)
    {
        int count = _pending.TakeWhile(change => change.Number <= upTo).Count();
        if (count == 0) return;
        _durableChange = _pending[count - 1].Number;
        _durable = count == _pending.Count ? Content.ToArray() : After(count);
        _pending.RemoveRange(0, count);
    }

    /// <summary>The last change in <see cref="After"/>: the same number, the same bytes.</summary>
    public long ChangeAfter(int count) => count == 0 ? _durableChange : _pending[count - 1].Number;

    /// <summary>After a crash that let the first <paramref name="count"/> of the pending changes reach the disk.</summary>
    /// <param name="part">Of the next change, when it is a write, how much has come as well: from 0 to 1.</param>
    public byte[] After(int count, double part = 0)
    {
        byte[] bytes = _durable.ToArray();
        int length = bytes.Length;
        foreach (var change in _pending[..count]) Apply(change, ref bytes, ref length);
        if (count < _pending.Count && _pending[count] is { Data: { } data } torn)
        {
            Put(ref bytes, ref length, torn.At, data.AsSpan(0, (int)(data.Length * part)));
        }
        return bytes.AsSpan(0, length).ToArray();
    }

    /// <summary>After a crash that let the file's length reach the disk and none of its unsynced bytes: there are zeros.</summary>
    public byte[] AfterLengthOnly()
    {
        byte[] bytes = _durable.ToArray();
        Array.Resize(ref bytes, _length);
        return bytes;
    }

    private static void Apply(FileChange change, ref byte[] bytes, ref int length)
    {
        if (change.Data is { } data) Put(ref bytes, ref length, change.At, data);
        else Cut(ref bytes, ref length, change.At);
    }

    private static void Put(ref byte[] bytes, ref int length, long at, ReadOnlySpan<byte> data)
    {
        int end = checked((int)(at + data.Length));
        if (end > bytes.Length) Array.Resize(ref bytes, Math.Max(end, bytes.Length * 2));
        if (at > length) bytes.AsSpan(length, (int)at - length).Clear();
        data.CopyTo(bytes.AsSpan((int)at));
        length = Math.Max(length, end);
    }

    private static void Cut(ref byte[] bytes, ref int length, long to)
    {
        int wanted = checked((int)to);
        if (wanted > bytes.Length) Array.Resize(ref bytes, wanted);
        if (wanted > length) bytes.AsSpan(length, wanted - length).Clear();
        length = wanted;
    }
}
