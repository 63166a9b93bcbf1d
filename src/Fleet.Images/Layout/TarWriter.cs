using System.Globalization;
using System.Text;

namespace Fleet.Images.Layout;

/// <summary>Writes tar archives (POSIX ustar, with pax records where a name or number does not fit).</summary>
internal sealed class TarWriter(Stream to)
{
    private const int Block = 512;
    private const uint MostOctal = 0x1fffff; // seven octal digits

    internal void Add(TarItem item)
    {
        byte[] name = Encoding.UTF8.GetBytes(item.Name), link = Encoding.UTF8.GetBytes(item.LinkName);
        var pax = new List<byte>();
        if (name.Length > 100)
            AddRecord(pax, "path", name);
        if (link.Length > 100)
            AddRecord(pax, "linkpath", link);
        if (item.Size >= 1L << 33)
            AddRecord(pax, "size", Encoding.ASCII.GetBytes(item.Size.ToString(CultureInfo.InvariantCulture)));
        if (item.Uid > MostOctal)
            AddRecord(pax, "uid", Encoding.ASCII.GetBytes(item.Uid.ToString(CultureInfo.InvariantCulture)));
        if (item.Gid > MostOctal)
            AddRecord(pax, "gid", Encoding.ASCII.GetBytes(item.Gid.ToString(CultureInfo.InvariantCulture)));
        foreach ((string key, byte[] value) in item.Xattrs)
            AddRecord(pax, "SCHILY.xattr." + key, value);
        if (pax.Count > 0)
        {
            WriteHeader("PaxHeaders/x"u8.ToArray(), [], item with { Type = 'x', Size = pax.Count, Mode = 0x1a4 });
            to.Write(pax.ToArray());
            Pad(pax.Count);
        }

        WriteHeader(name, link, item);
    }

    /// <summary>The data of the item added last.</summary>
    internal void AddData(Stream data, long size)
    {
        long before = data.Position;
        data.CopyTo(to, 1 << 16);
        if (data.Position - before != size)
            throw new IOException($"a file changed while it was packed: {data.Position - before} bytes instead of {size}");
        Pad(size);
    }

    internal void End() => to.Write(new byte[2 * Block]);

    /// <summary>After the data of an item that was written beside.</summary>
    internal void Pad(long size) => to.Write(new byte[-size & (Block - 1)]);

    private void WriteHeader(byte[] name, byte[] link, TarItem item)
    {
        var block = new byte[Block];
        name.AsSpan(0, Math.Min(name.Length, 100)).CopyTo(block);
        Octal(block.AsSpan(100, 8), item.Mode);
        Octal(block.AsSpan(108, 8), item.Uid);
        Octal(block.AsSpan(116, 8), item.Gid);
        Octal(block.AsSpan(124, 12), item.Size >= 1L << 33 ? 0 : item.Size);
        Octal(block.AsSpan(136, 12), item.ModifiedSeconds);
        block.AsSpan(148, 8).Fill((byte)' ');
        block[156] = (byte)item.Type;
        link.AsSpan(0, Math.Min(link.Length, 100)).CopyTo(block.AsSpan(157));
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        Octal(block.AsSpan(329, 8), item.DeviceMajor);
        Octal(block.AsSpan(337, 8), item.DeviceMinor);
        Octal(block.AsSpan(148, 7), block.Sum(b => b));
        to.Write(block);
    }

    private static void Octal(Span<byte> field, long number)
    {
        field[^1] = 0;
        for (int i = field.Length - 2; i >= 0; i--, number >>= 3)
            field[i] = (byte)('0' + (number & 7));
    }

    /// <summary>The length counts itself.</summary>
    private static void AddRecord(List<byte> records, string key, byte[] value)
    {
        int rest = Encoding.UTF8.GetByteCount(key) + value.Length + 3;
        int length = rest + 1;
        while (rest + length.ToString(CultureInfo.InvariantCulture).Length != length)
            length = rest + length.ToString(CultureInfo.InvariantCulture).Length;
        records.AddRange(Encoding.UTF8.GetBytes($"{length} {key}="));
        records.AddRange(value);
        records.Add((byte)'\n');
    }
}

/// <summary>One entry to write; <see cref="Type"/> is the header's type flag.</summary>
internal sealed record TarItem(string Name, char Type)
{
    internal long Size { get; init; }

    internal uint Mode { get; init; } = 0x1a4; // 0644

    internal string LinkName { get; init; } = "";

    internal uint Uid { get; init; }

    internal uint Gid { get; init; }

    internal long ModifiedSeconds { get; init; }

    internal uint DeviceMajor { get; init; }

    internal uint DeviceMinor { get; init; }

    internal IReadOnlyList<KeyValuePair<string, byte[]>> Xattrs { get; init; } = [];
}
