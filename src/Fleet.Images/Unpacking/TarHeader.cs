using System.Buffers.Binary;

namespace Fleet.Images.Unpacking;

/// <summary>The 512 bytes before each entry (POSIX ustar; GNU's tar.h for its own kinds), field by field.</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    internal const int Size = 512;

    private readonly ReadOnlySpan<byte> _block = block;

    internal byte TypeFlag => _block[156];

    internal ReadOnlySpan<byte> LinkName => Text(157, 100);

    internal long Mode => Number(100, 8, "mode");

    internal long Uid => Number(108, 8, "uid");

    internal long Gid => Number(116, 8, "gid");

    internal long Length => Number(124, 12, "size");

    internal long Modified => Number(136, 12, "mtime");

    internal long DeviceMajor => Number(329, 8, "device major");

    internal long DeviceMinor => Number(337, 8, "device minor");

    /// <summary>GNU's tar: its header has no name prefix, but times and sparse maps in that place.</summary>
    private bool IsGnu => _block.Slice(257, 8).SequenceEqual("ustar  \0"u8);

    private bool IsPosix => _block.Slice(257, 6).SequenceEqual("ustar\0"u8);

    internal byte[] Name
    {
        get
        {
            ReadOnlySpan<byte> name = Text(0, 100);
            ReadOnlySpan<byte> prefix = IsPosix ? Text(345, 155) : [];
            return prefix.Length == 0 ? name.ToArray() : [.. prefix, (byte)'/', .. name];
        }
    }

    internal bool IsZero => !_block.ContainsAnyExcept((byte)0);

    /// <summary>The sum of all bytes, its own field counted as blanks; some old tars summed signed bytes.</summary>
    internal bool ChecksumFits()
    {
        long unsigned = 0, signed = 0;
        for (int i = 0; i < Size; i++)
        {
            byte b = i is >= 148 and < 156 ? (byte)' ' : _block[i];
            unsigned += b;
            signed += (sbyte)b;
        }

        return TryNumber(_block.Slice(148, 8), out long stored) && (stored == unsigned || stored == signed);
    }

    /// <summary>GNU's sparse map in the header: four parts, whether more blocks follow, and the file's real size.</summary>
    internal bool ReadGnuSparse(List<SparsePart> parts, out long realSize)
    {
        realSize = Number(483, 12, "real size");
        ReadSparseParts(_block.Slice(386, 96), parts);
        return _block[482] != 0;
    }

    /// <summary>A further block of the map: 21 parts, then whether one more follows.</summary>
    internal bool ReadMoreGnuSparse(List<SparsePart> parts)
    {
        ReadSparseParts(_block[..504], parts);
        return _block[504] != 0;
    }

    private static void ReadSparseParts(ReadOnlySpan<byte> map, List<SparsePart> parts)
    {
        for (; map.Length >= 24 && map[0] != 0; map = map[24..])
        {
            if (!TryNumber(map[..12], out long offset) || !TryNumber(map.Slice(12, 12), out long length))
                throw new TarException("a sparse map that is not numbers");
            parts.Add(new SparsePart(offset, length));
        }
    }

    private ReadOnlySpan<byte> Text(int at, int length)
    {
        ReadOnlySpan<byte> field = _block.Slice(at, length);
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private long Number(int at, int length, string what) =>
        TryNumber(_block.Slice(at, length), out long value) ? value : throw new TarException($"a {what} that is not a number");

    /// <summary>Octal digits between blanks and NULs, or GNU's big-endian binary with the first bit set.</summary>
    internal static bool TryNumber(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0)
            return TryBinary(field, out value);
        field = field.Trim(" \0"u8);
        foreach (byte b in field)
        {
            if (b is < (byte)'0' or > (byte)'7' || value >> 60 != 0)
                return false;
            value = (value << 3) | (long)(b - '0');
        }

        return true;
    }

    private static bool TryBinary(ReadOnlySpan<byte> field, out long value)
    {
        bool negative = (field[0] & 0x40) != 0;
        ReadOnlySpan<byte> low = field[^Math.Min(8, field.Length)..];
        ReadOnlySpan<byte> high = field.Length > 8 ? field[..^8] : [];
        Span<byte> word = stackalloc byte[8];
        word.Fill(negative ? (byte)0xff : (byte)0);
        low.CopyTo(word[(8 - low.Length)..]);
        if (field.Length <= 8)
            word[8 - low.Length] = (byte)(negative ? low[0] : low[0] & 0x7f);
        value = BinaryPrimitives.ReadInt64BigEndian(word);
        for (int i = 0; i < high.Length; i++)
        {
            byte expected = negative ? (byte)0xff : (i == 0 ? (byte)0x80 : (byte)0);
            if (high[i] != expected)
                return false;
        }

        return value < 0 == negative;
    }
}

/// <summary>An archive that is not tar as POSIX or GNU know it; the message is a clause without subject.</summary>
internal sealed class TarException(string message) : Exception(message);
