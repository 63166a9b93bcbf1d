using System.Buffers.Binary;
using System.Numerics;

namespace Fleet.Journal.Raft.Storage;

/// <summary>CRC-32C, which processors compute themselves.</summary>
internal static class Checksum
{
    public const uint Seed = 0xffffffff;

    /// <summary>Of one piece after another, however they are cut; begins with <see cref="Seed"/>.</summary>
    public static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes) checksum = BitOperations.Crc32C(checksum, one);
        return checksum;
    }

    public static uint Of(ReadOnlySpan<byte> bytes) => Add(Seed, bytes);
}
