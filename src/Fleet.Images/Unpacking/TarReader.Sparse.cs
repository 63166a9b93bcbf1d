using System.Collections.Immutable;
using System.Globalization;

namespace Fleet.Images.Unpacking;

internal sealed partial class TarReader
{
    private const int MostParts = 1 << 20;

    /// <summary>The map of a file with holes, in whichever of GNU's four forms, and the file's real size.</summary>
    private (ImmutableArray<SparsePart>? Parts, long Size) Sparse(byte type, TarHeader header, PaxRecords pax, ref long stored)
    {
        var parts = new List<SparsePart>();
        long size;
        if (type == (byte)'S')
        {
            for (bool more = header.ReadGnuSparse(parts, out size); more && parts.Count < MostParts;)
            {
                ReadOnlySpan<byte> block = _input.TakeExactly(TarHeader.Size);
                more = new TarHeader(block.IsEmpty ? throw TarInput.Truncated() : block).ReadMoreGnuSparse(parts);
            }
        }
        else if (pax.Text("GNU.sparse.major") == "1")
        {
            size = pax.Number("GNU.sparse.realsize") ?? throw new TarException("a sparse file without its real size");
            ReadMapInData(parts, ref stored);
        }
        else if (pax.Text("GNU.sparse.map") is { } map)
        {
            size = pax.Number("GNU.sparse.size") ?? throw new TarException("a sparse file without its real size");
            long[] numbers = [.. map.Split(',').Select(n => SparseNumber(n))];
            for (int i = 0; i + 1 < numbers.Length; i += 2)
                parts.Add(new SparsePart(numbers[i], numbers[i + 1]));
        }
        else if (pax.SparsePairs.Count > 0)
        {
            size = pax.Number("GNU.sparse.size") ?? throw new TarException("a sparse file without its real size");
            parts.AddRange(pax.SparsePairs);
        }
        else
        {
            return (null, stored);
        }

        Check(parts, size, stored);
        return ([.. parts], size);
    }

    /// <summary>Pax 1.0: the map stands before the data, decimal numbers one a line, padded to a whole block.</summary>
    private void ReadMapInData(List<SparsePart> parts, ref long stored)
    {
        long start = Position;
        long count = ReadLine(start, stored);
        for (long i = 0; i < count; i++)
        {
            long offset = ReadLine(start, stored);
            parts.Add(new SparsePart(offset, ReadLine(start, stored)));
        }

        _input.Skip(Padding(Position - start));
        stored -= Position - start;
    }

    private long ReadLine(long start, long stored)
    {
        var digits = new List<char>();
        while (Position - start < stored && digits.Count < 20)
        {
            ReadOnlySpan<byte> one = _input.TakeExactly(1);
            if (one.IsEmpty)
                throw TarInput.Truncated();
            if (one[0] == (byte)'\n')
                return SparseNumber(new string([.. digits]));
            digits.Add((char)one[0]);
        }

        throw new TarException("a sparse map that is not numbers");
    }

    private static long SparseNumber(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number : throw new TarException("a sparse map that is not numbers");

    private static void Check(List<SparsePart> parts, long size, long stored)
    {
        long end = 0, data = 0;
        foreach (SparsePart part in parts)
        {
            if (part.Offset < end || part.Length < 0 || part.Length > size - part.Offset || parts.Count > MostParts)
                throw new TarException("a sparse map whose parts overlap or leave the file");
            end = part.Offset + part.Length;
            data += part.Length;
        }

        if (data != stored || size < 0)
            throw new TarException($"a sparse map of {data} bytes for {stored} bytes of data");
    }
}
