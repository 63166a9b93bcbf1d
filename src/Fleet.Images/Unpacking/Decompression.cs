using System.IO.Compression;
using ZstdSharp;

namespace Fleet.Images.Unpacking;

/// <summary>The codec of a layer by its first bytes; media types are wrong now and then, bytes are not.</summary>
internal static class Decompression
{
    /// <summary>A stream of the uncompressed archive: <paramref name="blob"/> itself where it is plain. The caller closes both.</summary>
    internal static Stream Open(Stream blob)
    {
        Span<byte> start = stackalloc byte[6];
        int count = blob.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        blob.Position = 0;
        return start[..count] switch
        {
            [0x1f, 0x8b, ..] => new GZipStream(blob, CompressionMode.Decompress, leaveOpen: true),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => new DecompressionStream(blob, leaveOpen: true),
            // A skippable frame may come first (RFC 8878, 3.1.2).
            [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..] => new DecompressionStream(blob, leaveOpen: true),
            [(byte)'B', (byte)'Z', (byte)'h', ..] => throw Unknown("bzip2"),
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => throw Unknown("xz"),
            _ => blob,
        };
    }

    private static LayerException Unknown(string codec) =>
        new($"it is compressed by {codec}; layers are plain tar, gzip or zstd (build the image anew, or convert it)");
}
