using System.Runtime.InteropServices;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Server;

namespace Fleet.Shim.Streams;

/// <summary>Who gets a process's output beside the log.</summary>
internal interface IOutputSink
{
    /// <summary>More would have to be kept in memory: stop reading the process for now.</summary>
    bool IsFull { get; }

    void Take(StreamKind stream, ReadOnlySpan<byte> bytes);
}

/// <summary>
/// Reads one stream of a process to its end, and hands every piece to the log and to whoever is attached. A full sink stops the
/// reading, hence the process, but no longer than the sink allows itself (<see cref="Outbox"/>).
/// </summary>
internal sealed unsafe class OutputPump(int fd, StreamKind stream, LogWriter? log, bool ownsFd) : Source
{
    private const int BufferSize = 64 * 1024;

    // One for all pumps: there is one thread, and a piece is handed on before the next is read.
    private static readonly byte* Buffer = (byte*)NativeMemory.Alloc(BufferSize);

    private readonly List<IOutputSink> _sinks = [];
    private Action? _settled;

    internal override int Fd => fd;

    /// <summary>Bytes read so far; all of them are in the log, where there is one.</summary>
    internal long Count { get; private set; }

    internal override short Wanted => AnyFull() ? (short)0 : Readable;

    internal void Add(IOutputSink sink) => _sinks.Add(sink);

    internal void Remove(IOutputSink sink) => _sinks.Remove(sink);

    internal override void Ready(short events) => ReadOnce();

    // Settling, it reads whether or not something is there; else only when the loop says that there is.
    internal override long Deadline => _settled is not null && !AnyFull() ? 0 : long.MaxValue;

    internal override void Due()
    {
        while (!AnyFull() && !IsClosed)
        {
            if (!ReadOnce())
            {
                Settled();
                return;
            }
        }
    }

    /// <summary>The process has ended: call back when all that it wrote has been handed on, though others may hold the stream open.</summary>
    internal void Settle(Action settled)
    {
        if (IsClosed)
        {
            settled();
            return;
        }

        _settled = settled;
    }

    /// <summary>From now on nobody hears it; it is still read, so that who holds it is not ended by a broken pipe.</summary>
    internal void Silence() => _sinks.Clear();

    private bool ReadOnce()
    {
        long read = Raw.Call(Nr.Read, fd, (long)Buffer, BufferSize);
        if (read > 0)
        {
            var bytes = new ReadOnlySpan<byte>(Buffer, (int)read);
            Count += read;
            log?.Write(stream == StreamKind.Stderr ? LogSource.Stderr : LogSource.Stdout, bytes);
            foreach (IOutputSink sink in _sinks)
            {
                sink.Take(stream, bytes);
            }

            return true;
        }

        if (read is not (-11 or -4)) // EAGAIN, EINTR; 0 is the end, and a terminal's end is EIO
        {
            Close();
        }

        return false;
    }

    internal void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            if (ownsFd)
            {
                Raw.Close(fd);
            }

            Settled();
        }
    }

    private void Settled()
    {
        Action? settled = _settled;
        _settled = null;
        settled?.Invoke();
    }

    private bool AnyFull()
    {
        foreach (IOutputSink sink in _sinks)
        {
            if (sink.IsFull)
            {
                return true;
            }
        }

        return false;
    }
}
