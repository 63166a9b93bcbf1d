using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fleet.Api.Contracts.Streams;

/// <summary>Writes frames, each flushed at once. Safe to use from several threads: frames never mix.</summary>
public sealed class FrameWriter(Stream stream) : IDisposable
{
    /// <summary>Output longer than this goes in several frames, so that a signal need not wait long.</summary>
    private const int Piece = 64 << 10;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask WriteAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel = default)
    {
        do
        {
            var piece = payload[..Math.Min(payload.Length, Piece)];
            await WriteOneAsync(type, piece, cancel).ConfigureAwait(false);
            payload = payload[piece.Length..];
        }
        while (!payload.IsEmpty);
    }

    public ValueTask WriteAsync<T>(FrameType type, T payload, JsonTypeInfo<T> json, CancellationToken cancel = default) =>
        WriteOneAsync(type, JsonSerializer.SerializeToUtf8Bytes(payload, json), cancel);

    public void Dispose() => _turn.Dispose();

    private async ValueTask WriteOneAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        int length = FrameReader.HeaderLength + payload.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            buffer[0] = (byte)type;
            BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(1), (uint)payload.Length);
            payload.CopyTo(buffer.AsMemory(FrameReader.HeaderLength));
            await stream.WriteAsync(buffer.AsMemory(0, length), cancel).ConfigureAwait(false);
            await stream.FlushAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
