using System.Buffers.Binary;
using System.Text;

namespace Fleet.Linux.Systemd;

/// <summary>The other direction of <see cref="BusWriter"/>, in the sender's byte order.</summary>
/// <exception cref="IOException">From every member: the bytes end too early.</exception>
internal sealed class BusReader(byte[] bytes, bool littleEndian)
{
    public int At { get; private set; }

    public void Align(int to) => At += (to - At % to) % to;

    public byte Byte() => Take(1)[0];

    public uint Number()
    {
        Align(4);
        ReadOnlySpan<byte> taken = Take(4);
        return littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : BinaryPrimitives.ReadUInt32BigEndian(taken);
    }

    public string Text() => Ended(Number());

    public string Signature() => Ended(Byte());

    private string Ended(uint length)
    {
        string text = Encoding.UTF8.GetString(Take(length));
        Take(1);
        return text;
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > bytes.Length - At)
        {
            throw new IOException("systemd's answer ends too early");
        }

        At += (int)count;
        return bytes.AsSpan(At - (int)count, (int)count);
    }
}
