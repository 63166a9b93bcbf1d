using System.Runtime.InteropServices;

namespace Fleet.Linux.Files;

/// <summary>What statx(2) says of a file; times are in nanoseconds since 1970 (as seconds and the rest).</summary>
public readonly record struct FileStatus(
    uint Mode, uint Uid, uint Gid, uint Links, ulong Inode, long Size, long Blocks,
    long ModifiedSeconds, uint ModifiedNanoseconds, uint NodeMajor, uint NodeMinor, uint DeviceMajor, uint DeviceMinor)
{
    private const uint TypeMask = 0xf000; // S_IFMT

    /// <summary>Permission bits with set-id and sticky.</summary>
    public uint Permissions => Mode & 0xfff;

    public FileKind Kind => (FileKind)(Mode & TypeMask);

    public bool IsFolder => Kind == FileKind.Folder;

    /// <summary>Overlay's mark for a deleted name: a character device 0:0 (kernel: filesystems/overlayfs.rst).</summary>
    public bool IsWhiteout => Kind == FileKind.CharacterDevice && NodeMajor == 0 && NodeMinor == 0;

    internal static unsafe FileStatus Read(byte* statx)
    {
        // struct statx of linux/stat.h: fixed offsets, alike on every architecture, in the machine's byte order.
        var s = new ReadOnlySpan<byte>(statx, 256);
        return new FileStatus(
            Mode: MemoryMarshal.Read<ushort>(s[28..]), Uid: U32(s, 20), Gid: U32(s, 24), Links: U32(s, 16),
            Inode: MemoryMarshal.Read<ulong>(s[32..]), Size: I64(s, 40), Blocks: I64(s, 48),
            ModifiedSeconds: I64(s, 112), ModifiedNanoseconds: U32(s, 120),
            NodeMajor: U32(s, 128), NodeMinor: U32(s, 132), DeviceMajor: U32(s, 136), DeviceMinor: U32(s, 140));
    }

    private static uint U32(ReadOnlySpan<byte> s, int at) => MemoryMarshal.Read<uint>(s[at..]);

    private static long I64(ReadOnlySpan<byte> s, int at) => MemoryMarshal.Read<long>(s[at..]);
}

/// <summary>The type bits of a mode (sys/stat.h, S_IFMT).</summary>
public enum FileKind : uint
{
    Fifo = 0x1000,
    CharacterDevice = 0x2000,
    Folder = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    Symlink = 0xa000,
    Socket = 0xc000,
}
