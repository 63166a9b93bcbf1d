using System.Buffers;

namespace Fleet.Cli.Output;

/// <summary>Gathers small writes to a stream that has no buffer of its own.</summary>
internal sealed class OutputBuffer(Stream stream)
{
    private const int Enough = 64 << 10;

    private readonly ArrayBufferWriter<byte> _gathered = new(Enough);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _gathered.Write(bytes);
        if (_gathered.WrittenCount >= Enough)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (_gathered.WrittenCount > 0)
        {
            stream.Write(_gathered.WrittenSpan);
            _gathered.ResetWrittenCount();
        }
    }
}
