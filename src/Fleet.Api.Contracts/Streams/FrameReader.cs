using System.Buffers.Binary;

namespace Fleet.Api.Contracts.Streams;

/// <summary>Reads frames. For one reader at a time; it reads ahead, so nobody else may read the same stream.</summary>
public sealed class FrameReader(Stream stream)
{
    /// <summary>A payload is at most this long; more is a broken peer.</summary>
    public const int MaxPayload = 1 << 20;

    internal const int HeaderLength = 5;

    private byte[] _buffer = new byte[32 << 10];
    private int _start;
    private int _end;

    /// <summary>Whether more was already read from the stream: whoever batches its output need not flush yet.</summary>
    public bool HasMore => _end > _start;

    /// <summary>The next frame, or null where the stream ends between two frames.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within a frame.</exception>
    /// <exception cref="InvalidDataException">Not a frame.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancel = default)
    {
        if (!await FillAsync(HeaderLength, cancel).ConfigureAwait(false))
        {
            return null;
        }

        var type = (FrameType)_buffer[_start];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 1));
        if (!Enum.IsDefined(type) || length > MaxPayload)
        {
            throw new InvalidDataException($"not a stream of frames: type {(byte)type}, length {length}");
        }

        _start += HeaderLength;
        if (length > 0 && !await FillAsync((int)length, cancel).ConfigureAwait(false))
        {
            throw new EndOfStreamException("the stream ended within a frame");
        }

        var payload = _buffer.AsMemory(_start, (int)length);
        _start += (int)length;
        return new Frame(type, payload);
    }

    // Until `count` bytes lie in the buffer; false when the stream ended before the first of them.
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancel)
    {
        while (_end - _start < count)
        {
            if (_buffer.Length - _start < count)
            {
                MakeRoom(count);
            }

            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel).ConfigureAwait(false);
            if (read == 0)
            {
                return _end == _start ? false : throw new EndOfStreamException("the stream ended within a frame");
            }

            _end += read;
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        byte[] target = _buffer.Length < count ? new byte[Math.Max(count, _buffer.Length * 2)] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        _buffer = target;
        _end -= _start;
        _start = 0;
    }
}
