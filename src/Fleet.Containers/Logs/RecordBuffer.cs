using Fleet.Shim.Protocol;

namespace Fleet.Containers.Logs;

/// <summary>Cuts a file that grows into records; holds one piece of bounded size, however long a line is.</summary>
internal sealed class RecordBuffer
{
    /// <summary>Several of the longest records (<see cref="LogFormat.MaxBytes"/> and a head).</summary>
    private readonly byte[] _bytes = new byte[128 << 10];

    private int _start, _end;

    /// <summary>Where in the file the next record begins.</summary>
    public long Position { get; private set; }

    public void MoveTo(long position)
    {
        Position = position;
        _start = _end = 0;
    }

    /// <summary>Reads on; false at the end of the file as it is now.</summary>
    public bool Fill(FileStream file)
    {
        if (file.Length < Position + (_end - _start))
        {
            MoveTo(Math.Min(Position, file.Length));    // a new shim cut off a record that a crash had left unfinished
        }

        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            MoveTo(Position + _end);     // no record is that long: not a log, or a damaged one
        }

        int read = RandomAccess.Read(file.SafeFileHandle, _bytes.AsSpan(_end), Position + _end);
        _end += read;
        return read > 0;
    }

    /// <summary>The end of the record that <see cref="TryNext"/> gave last, with the newline behind it.</summary>
    public ReadOnlyMemory<byte> WithNewline(ReadOnlyMemory<byte> endOfRecord) =>
        _bytes.AsMemory(_start - endOfRecord.Length - 1, endOfRecord.Length + 1);

    /// <summary>The next whole record without its newline; valid until the next <see cref="Fill"/>.</summary>
    public bool TryNext(out ReadOnlyMemory<byte> line)
    {
        int length = _bytes.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0)
        {
            line = default;
            return false;
        }

        line = _bytes.AsMemory(_start, length);
        _start += length + 1;
        Position += length + 1;
        return true;
    }
}
