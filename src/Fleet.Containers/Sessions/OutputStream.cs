using System.Threading.Channels;

namespace Fleet.Containers.Sessions;

/// <summary>
/// Output of a process as a stream to read. Bounded: who does not read it holds up the connection it comes over, both streams
/// alike, and after the shim's patience (<see cref="Fleet.Shim.Protocol.ShimConfig.SlowClientSeconds"/>) loses output.
/// </summary>
internal sealed class OutputStream : Stream
{
    private const int Pieces = 64;

    private readonly Channel<byte[]> _pieces = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(Pieces) { SingleReader = true, SingleWriter = true });

    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Waits while the reader is behind; drops the piece when the reader has gone.</summary>
    public async ValueTask AddAsync(byte[] piece)
    {
        while (await _pieces.Writer.WaitToWriteAsync().ConfigureAwait(false))
        {
            if (_pieces.Writer.TryWrite(piece))
            {
                return;
            }
        }
    }

    public void Complete() => _pieces.Writer.TryComplete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            if (_pieces.Reader.TryRead(out byte[]? piece))
            {
                _rest = piece;
            }
            else if (!await _pieces.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _pieces.Writer.TryComplete();
        while (_pieces.Reader.TryRead(out _))
        {
            // Makes room for a writer that waits, which then sees the end.
        }

        base.Dispose(disposing);
    }
}
