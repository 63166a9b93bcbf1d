using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Api.Streams;

/// <summary>Writes many small frames to an answer without sending each by itself.</summary>
internal sealed class FrameBatch(PipeWriter target)
{
    private const int Enough = 64 << 10;
    private const int HeaderLength = 5;

    private int _waiting;

    public bool IsFull => _waiting >= Enough;

    public void Add(FrameType type, ReadOnlySpan<byte> payload)
    {
        var header = target.GetSpan(HeaderLength);
        header[0] = (byte)type;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)payload.Length);
        target.Advance(HeaderLength);
        target.Write(payload);
        _waiting += HeaderLength + payload.Length;
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        await target.FlushAsync(cancel);
        _waiting = 0;
    }
}
