using System.Buffers.Binary;
using System.Text;

namespace Fleet.Journal.Raft.Store;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Byte strings are slices, not copies.</summary>
/// <remarks>Every method may throw <see cref="InvalidDataException"/>: there is less than was promised.</remarks>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    public bool AtEnd => _at == bytes.Length;

    public byte Byte() => Next(1).Span[0];

    public bool Flag() => Byte() != 0;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Next(4).Span);

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Next(8).Span);

    public Guid Id() => new(Next(16).Span);

    public ReadOnlyMemory<byte> Bytes() => Next(Int());

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    private ReadOnlyMemory<byte> Next(int count)
    {
        if (count < 0 || count > bytes.Length - _at) throw new InvalidDataException($"{count} bytes promised, {bytes.Length - _at} there");
        var next = bytes.Slice(_at, count);
        _at += count;
        return next;
    }
}
