using System.Collections.Immutable;

namespace Fleet.Images.Unpacking;

internal sealed partial class TarReader
{
    private TarEntry Entry(TarHeader header, PaxRecords pax, byte[]? longName, byte[]? longLink)
    {
        byte[] name = pax.Bytes("GNU.sparse.name") ?? pax.Bytes("path") ?? longName ?? header.Name;
        byte type = header.TypeFlag;
        TarKind kind = Kind(type, name);
        bool holdsData = kind == TarKind.Regular || type is (byte)'D';
        long stored = holdsData ? pax.Number("size") ?? header.Length : 0;
        if (stored < 0)
            throw new TarException($"a negative size of {TarText.Show(name)}");
        (long seconds, uint nanoseconds) = pax.Time("mtime") ?? (header.Modified, 0u);
        uint mode = (uint)(header.Mode & 0xfff);
        bool isDevice = kind is TarKind.CharacterDevice or TarKind.BlockDevice;
        uint major = isDevice ? Small(header.DeviceMajor, "device number", name) : 0;
        uint minor = isDevice ? Small(header.DeviceMinor, "device number", name) : 0;
        uint uid = Small(pax.Number("uid") ?? header.Uid, "uid", name);
        uint gid = Small(pax.Number("gid") ?? header.Gid, "gid", name);
        byte[] link = pax.Bytes("linkpath") ?? longLink ?? header.LinkName.ToArray();

        // From here on the header's block is gone: reading a sparse map takes further blocks into the same buffer.
        long padding = Padding(stored);
        (ImmutableArray<SparsePart>? parts, long size) = Sparse(type, header, pax, ref stored);
        (_left, _padding) = (stored, padding);
        return new TarEntry
        {
            Kind = kind,
            Name = name,
            LinkName = link,
            StoredSize = stored,
            Size = size,
            Mode = mode,
            Uid = uid,
            Gid = gid,
            ModifiedSeconds = seconds,
            ModifiedNanoseconds = nanoseconds,
            DeviceMajor = major,
            DeviceMinor = minor,
            Xattrs = [.. pax.Xattrs()],
            Parts = parts,
        };
    }

    private static TarKind Kind(byte type, byte[] name) => type switch
    {
        // Before ustar a folder was a file whose name ends with "/".
        (byte)'0' or 0 or (byte)'7' => name.AsSpan().EndsWith("/"u8) ? TarKind.Folder : TarKind.Regular,
        (byte)'S' => TarKind.Regular,
        (byte)'1' => TarKind.HardLink,
        (byte)'2' => TarKind.Symlink,
        (byte)'3' => TarKind.CharacterDevice,
        (byte)'4' => TarKind.BlockDevice,
        (byte)'5' or (byte)'D' => TarKind.Folder,
        (byte)'6' => TarKind.Fifo,
        _ => throw new TarException($"an entry {TarText.Show(name)} of unknown header type \"{(char)type}\""),
    };

    private static uint Small(long number, string what, byte[] name) =>
        number is >= 0 and <= uint.MaxValue ? (uint)number : throw new TarException($"a {what} {number} of {TarText.Show(name)}, out of range");
}
