namespace Fleet.Images.Unpacking;

/// <summary>Buffered reading of an archive: its blocks and its data, which is lent out of the buffer, not copied.</summary>
internal sealed class TarInput(Stream source, int bufferSize = 1 << 17)
{
    private readonly byte[] _buffer = new byte[bufferSize];
    private int _start;
    private int _end;

    /// <summary>Bytes handed out so far.</summary>
    internal long Position { get; private set; }

    /// <summary>Up to <paramref name="most"/> bytes, valid until the next call; empty only at the end.</summary>
    internal ReadOnlySpan<byte> Take(long most)
    {
        if (_start == _end)
            Fill(1);
        int count = (int)Math.Min(most, _end - _start);
        var taken = new ReadOnlySpan<byte>(_buffer, _start, count);
        _start += count;
        Position += count;
        return taken;
    }

    /// <summary>Exactly so many bytes, at most the buffer's size; empty if the archive ends right here.</summary>
    /// <exception cref="TarException">It ends in between.</exception>
    internal ReadOnlySpan<byte> TakeExactly(int count)
    {
        if (_end - _start < count)
            Fill(count);
        int there = _end - _start;
        if (there == 0)
            return [];
        if (there < count)
            throw Truncated();
        var taken = new ReadOnlySpan<byte>(_buffer, _start, count);
        _start += count;
        Position += count;
        return taken;
    }

    internal void Skip(long count)
    {
        if (source.CanSeek && count > _end - _start)
        {
            long ahead = count - (_end - _start);
            if (ahead > source.Length - source.Position)
                throw Truncated();
            source.Position += ahead;
            Position += count;
            (_start, _end) = (0, 0);
            return;
        }

        while (count > 0)
        {
            ReadOnlySpan<byte> taken = Take(count);
            if (taken.IsEmpty)
                throw Truncated();
            count -= taken.Length;
        }
    }

    /// <summary>Reads to the very end, for the sake of the digest.</summary>
    internal void Drain()
    {
        while (!Take(long.MaxValue).IsEmpty)
        {
        }
    }

    internal static TarException Truncated() => new("an early end: the archive is truncated");

    private void Fill(int wanted)
    {
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        while (_end < wanted)
        {
            int count = source.Read(_buffer, _end, _buffer.Length - _end);
            if (count == 0)
                return;
            _end += count;
        }
    }
}
