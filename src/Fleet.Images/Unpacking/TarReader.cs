using System.Collections.Immutable;

namespace Fleet.Images.Unpacking;

/// <summary>
/// Reads tar archives as they come: ustar, pax, GNU long names and GNU sparse files (old format and pax 0.0, 0.1, 1.0).
/// Faults are <see cref="TarException"/>.
/// </summary>
internal sealed partial class TarReader(Stream source)
{
    private const int MostExtended = 1 << 20; // a header of names and attributes longer than this is no header

    private readonly TarInput _input = new(source);
    private readonly PaxRecords _global = new();
    private long _left;
    private long _padding;

    /// <summary>Bytes of the archive read so far.</summary>
    internal long Position => _input.Position;

    /// <summary>The next entry, or null at the end, to which the archive was then read.</summary>
    internal TarEntry? Next()
    {
        SkipRest();
        PaxRecords? pax = null;
        byte[]? longName = null, longLink = null;
        while (true)
        {
            ReadOnlySpan<byte> block = _input.TakeExactly(TarHeader.Size);
            if (block.IsEmpty)
                return pax is null && longName is null && longLink is null ? null : throw TarInput.Truncated();
            var header = new TarHeader(block);
            if (header.IsZero)
            {
                // Two zero blocks are the end; what pads them counts for the digest only.
                _input.Drain();
                return null;
            }

            if (!header.ChecksumFits())
                throw new TarException(Position == TarHeader.Size ? "no tar header at its start" : $"a damaged header at byte {Position - TarHeader.Size}");
            switch (header.TypeFlag)
            {
                case (byte)'x':
                    pax ??= new PaxRecords();
                    pax.Parse(ReadExtended(header.Length));
                    break;
                case (byte)'g':
                    _global.Parse(ReadExtended(header.Length));
                    break;
                case (byte)'L':
                    longName = UpToNul(ReadExtended(header.Length));
                    break;
                case (byte)'K':
                    longLink = UpToNul(ReadExtended(header.Length));
                    break;
                default:
                    return Entry(header, (pax ?? new PaxRecords()).Over(_global), longName, longLink);
            }
        }
    }

    /// <summary>The current entry's stored data bit by bit, lent until the next call; empty at its end.</summary>
    internal ReadOnlySpan<byte> ReadData()
    {
        if (_left == 0)
            return [];
        ReadOnlySpan<byte> data = _input.Take(_left);
        if (data.IsEmpty)
            throw TarInput.Truncated();
        _left -= data.Length;
        return data;
    }

    private void SkipRest()
    {
        _input.Skip(_left + _padding);
        (_left, _padding) = (0, 0);
    }

    private byte[] ReadExtended(long length)
    {
        if (length is < 0 or > MostExtended)
            throw new TarException($"an extended header of {length} bytes");
        byte[] content = new byte[length];
        for (int at = 0; at < length;)
        {
            ReadOnlySpan<byte> part = _input.Take(length - at);
            if (part.IsEmpty)
                throw TarInput.Truncated();
            part.CopyTo(content.AsSpan(at));
            at += part.Length;
        }

        _input.Skip(Padding(length));
        return content;
    }

    private static byte[] UpToNul(byte[] text)
    {
        int end = Array.IndexOf(text, (byte)0);
        return end < 0 ? text : text[..end];
    }

    private static long Padding(long length) => -length & (TarHeader.Size - 1);
}
