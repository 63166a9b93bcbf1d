using System.Buffers;
using Fleet.Containers.Logs;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Sessions;

/// <summary>Gathers a log's lines, which are short, into pieces worth handing on, in their order.</summary>
internal sealed class OutputBatch(ProcessStreams streams, AttachSetup setup)
{
    private const int Enough = 32 << 10;

    private readonly ArrayBufferWriter<byte> _gathered = new(Enough);
    private LogSource _source = LogSource.Stdout;

    public async ValueTask AddAsync(ReplayPiece piece)
    {
        if (!(piece.Source == LogSource.Stderr ? setup.Stderr : setup.Stdout))
        {
            return;
        }

        if (piece.Source != _source || _gathered.WrittenCount >= Enough)
        {
            await FlushAsync().ConfigureAwait(false);
            _source = piece.Source;
        }

        _gathered.Write(piece.Bytes.Span);
    }

    public async ValueTask FlushAsync()
    {
        if (_gathered.WrittenCount > 0)
        {
            await (_source == LogSource.Stderr ? streams.Stderr : streams.Stdout).AddAsync(_gathered.WrittenSpan.ToArray()).ConfigureAwait(false);
            _gathered.ResetWrittenCount();
        }
    }
}
