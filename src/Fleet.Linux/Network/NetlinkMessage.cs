using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Linux.Network;

/// <summary>
/// One rtnetlink request under construction: header, family header, attributes, all aligned to four bytes
/// (netlink(7), rtnetlink(7)). Numbers are in the machine's byte order.
/// </summary>
internal sealed class NetlinkMessage
{
    private const int HeaderSize = 16;      // struct nlmsghdr
    private readonly byte[] _bytes = new byte[512];
    private int _length = HeaderSize;

    public NetlinkMessage(ushort type, ushort flags)
    {
        MemoryMarshal.Write(_bytes.AsSpan(4), type);
        MemoryMarshal.Write(_bytes.AsSpan(6), (ushort)(flags | NetlinkNumbers.NLM_F_REQUEST | NetlinkNumbers.NLM_F_ACK));
    }

    /// <summary>struct ifinfomsg</summary>
    public NetlinkMessage Link(int index, uint flags = 0, uint change = 0)
    {
        var header = Take(16);
        MemoryMarshal.Write(header[4..], index);
        MemoryMarshal.Write(header[8..], flags);
        MemoryMarshal.Write(header[12..], change);
        return this;
    }

    /// <summary>struct ifaddrmsg for an IPv4 address</summary>
    public NetlinkMessage Address(int index, byte prefixLength)
    {
        var header = Take(8);
        header[0] = NetlinkNumbers.AF_INET;
        header[1] = prefixLength;
        MemoryMarshal.Write(header[4..], index);
        return this;
    }

    /// <summary>struct rtmsg for an IPv4 unicast route to everywhere</summary>
    public NetlinkMessage DefaultRoute()
    {
        var header = Take(12);
        header[0] = NetlinkNumbers.AF_INET;
        header[4] = NetlinkNumbers.RT_TABLE_MAIN;
        header[5] = NetlinkNumbers.RTPROT_STATIC;
        header[7] = NetlinkNumbers.RTN_UNICAST;
        return this;
    }

    public NetlinkMessage Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var attribute = Take(4 + value.Length);
        MemoryMarshal.Write(attribute, (ushort)(4 + value.Length));
        MemoryMarshal.Write(attribute[2..], type);
        value.CopyTo(attribute[4..]);
        return this;
    }

    public NetlinkMessage Attribute(ushort type, string value) => Attribute(type, Encoding.UTF8.GetBytes(value + "\0"));

    public NetlinkMessage Attribute(ushort type, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        MemoryMarshal.Write(bytes, value);
        return Attribute(type, bytes);
    }

    /// <summary>An attribute that holds whatever <paramref name="inside"/> adds.</summary>
    public NetlinkMessage Nested(ushort type, Action<NetlinkMessage> inside)
    {
        int from = _length;
        MemoryMarshal.Write(Take(4)[2..], type);
        inside(this);
        MemoryMarshal.Write(_bytes.AsSpan(from), (ushort)(_length - from));
        return this;
    }

    /// <summary>The finished message; <paramref name="sequence"/> comes back in the kernel's answer.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence)
    {
        MemoryMarshal.Write(_bytes, (uint)_length);
        MemoryMarshal.Write(_bytes.AsSpan(8), sequence);
        return _bytes.AsSpan(0, _length);
    }

    private Span<byte> Take(int size)
    {
        var taken = _bytes.AsSpan(_length, size);
        _length += (size + 3) & ~3;
        return taken;
    }
}
