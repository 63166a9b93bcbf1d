using Fleet.Linux.Processes;
using Fleet.Shim.Server;

namespace Fleet.Shim.Streams;

/// <summary>Writes to a process's standard input. What it does not take yet is kept, and who feeds it is read no further until it has.</summary>
internal sealed unsafe class InputPump(int fd, bool isTerminal) : Source
{
    private byte[] _pending = [];
    private int _start;
    private bool _endAfter;

    internal override int Fd => fd;

    internal override short Wanted => HasPending ? Writable : (short)0;

    /// <summary>Not all has been taken.</summary>
    internal bool HasPending => _start < _pending.Length;

    /// <summary>Called when it has taken all that was pending.</summary>
    internal Action? Drained { get; set; }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (IsClosed || _endAfter)
        {
            return;
        }

        int wrote = HasPending ? 0 : WriteSome(bytes);
        if (!IsClosed && wrote < bytes.Length)
        {
            byte[] rest = new byte[_pending.Length - _start + bytes.Length - wrote];
            _pending.AsSpan(_start).CopyTo(rest);
            bytes[wrote..].CopyTo(rest.AsSpan(_pending.Length - _start));
            (_pending, _start) = (rest, 0);
        }
    }

    /// <summary>The process reads an end of file once it has taken all. A terminal has no end: its programs end input by Ctrl-D.</summary>
    internal void End()
    {
        if (isTerminal)
        {
            return;
        }

        _endAfter = true;
        if (!HasPending)
        {
            Close();
        }
    }

    internal override void Ready(short events)
    {
        _start += WriteSome(_pending.AsSpan(_start));
        if (!HasPending)
        {
            (_pending, _start) = ([], 0);
            if (_endAfter)
            {
                Close();
            }

            Drained?.Invoke();
        }
    }

    internal void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            (_pending, _start) = ([], 0);
            if (!isTerminal)
            {
                Raw.Close(fd);
            }
        }
    }

    private int WriteSome(ReadOnlySpan<byte> bytes)
    {
        int done = 0;
        fixed (byte* start = bytes)
        {
            while (done < bytes.Length)
            {
                long wrote = Raw.Call(Nr.Write, fd, (long)(start + done), bytes.Length - done);
                if (wrote == -11) // EAGAIN
                {
                    break;
                }

                if (wrote < 0)
                {
                    Close(); // EPIPE: nobody reads it any more
                    return bytes.Length;
                }

                done += (int)wrote;
            }
        }

        return done;
    }
}
