using System.Buffers.Binary;
using System.Text;

namespace Fleet.Linux.Systemd;

/// <summary>Values as D-Bus has them on the wire, little-endian, each aligned to its own size (D-Bus specification, "Marshaling").</summary>
internal sealed class BusWriter
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    public void Align(int to) => _bytes.AddRange(new byte[(to - _bytes.Count % to) % to]);

    /// <summary>y</summary>
    public void Byte(byte value) => _bytes.Add(value);

    /// <summary>u</summary>
    public void Number(uint value)
    {
        Align(4);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
    }

    /// <summary>t</summary>
    public void Long(ulong value)
    {
        Align(8);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
    }

    /// <summary>b</summary>
    public void Truth(bool value) => Number(value ? 1u : 0);

    /// <summary>s, and o</summary>
    public void Text(string value)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        Number((uint)text.Length);
        _bytes.AddRange(text);
        Byte(0);
    }

    /// <summary>g</summary>
    public void Signature(string value)
    {
        Byte((byte)value.Length);
        _bytes.AddRange(Encoding.ASCII.GetBytes(value));
        Byte(0);
    }

    /// <summary>a: its length does not count what aligns the first element.</summary>
    /// <param name="alignment">Of an element: 8 for a struct or a 64-bit number, 4 for text and numbers.</param>
    public void Array(int alignment, Action<BusWriter> elements)
    {
        Number(0);
        int at = _bytes.Count - 4;
        Align(alignment);
        int start = _bytes.Count;
        elements(this);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)(_bytes.Count - start));
        for (int i = 0; i < 4; i++)
        {
            _bytes[at + i] = length[i];
        }
    }

    /// <summary>as</summary>
    public void Texts(params string[] values) => Array(4, array =>
    {
        foreach (string value in values)
        {
            array.Text(value);
        }
    });
}
