using System.Buffers.Binary;
using System.Text;

namespace Fleet.Shim.Protocol.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Whatever does not fit throws <see cref="WireException"/>; nothing is trusted.</summary>
public ref struct WireReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw new WireException("a truth value that is neither 0 nor 1"),
    };

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public byte[] Bytes() => Take(Int32()).ToArray();

    public string String() => Encoding.UTF8.GetString(Take(Int32()));

    public string[] Strings()
    {
        string[] values = new string[Count(4)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = String();
        }

        return values;
    }

    /// <summary>The length of a list whose elements take at least <paramref name="leastBytes"/> each, so that a forged length allocates nothing.</summary>
    public int Count(int leastBytes)
    {
        int count = Int32();
        return count >= 0 && (long)count * leastBytes <= _rest.Length ? count : throw new WireException("a list longer than its message");
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if ((uint)bytes > (uint)_rest.Length)
        {
            throw new WireException("a message that ends too early");
        }

        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}

/// <summary>Bytes that are not what this version of the shim's protocol writes.</summary>
public sealed class WireException(string what) : IOException($"The shim's binary form holds {what}.");
