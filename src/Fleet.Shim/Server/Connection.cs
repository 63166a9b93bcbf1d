using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;
using Fleet.Shim.Streams;

namespace Fleet.Shim.Server;

/// <summary>One client: frames in, frames out, and at most one process whose streams it follows.</summary>
internal sealed unsafe class Connection(int fd, int patienceMs, IRequests requests) : Source, IOutputSink
{
    private const int LingerMs = 1000;
    private readonly Outbox _outbox = new(fd, patienceMs);
    private byte[] _in = new byte[1024];
    private int _received;
    private bool _inputEnded;
    private long _leaveBy = long.MaxValue;

    /// <summary>The process whose streams this client follows.</summary>
    internal Supervised? Attached { get; private set; }

    /// <summary>This client feeds the process.</summary>
    internal bool Feeds { get; private set; }

    internal bool Greeted { get; set; }

    internal bool IsAgent { get; set; }

    /// <summary>The request numbers of its waits.</summary>
    internal List<ushort> Waits { get; } = [];

    /// <summary>Close once all is sent.</summary>
    internal bool Leaving { get; private set; }

    internal override int Fd => fd;

    internal override short Wanted => (short)((IsHeld || _inputEnded ? 0 : Readable) | (_outbox.IsEmpty ? 0 : Writable));

    internal override long Deadline => Math.Min(_outbox.Deadline, _leaveBy);

    public bool IsFull => !_outbox.IsLosing && _outbox.IsFull;

    internal bool HasUnsent => !_outbox.IsEmpty;

    // Its process has not taken the last input yet: read no further, so that the client waits as a pipe's writer would.
    private bool IsHeld => Feeds && Attached?.Input is { HasPending: true };

    internal void Attach(Supervised process, bool feeds)
    {
        Attached = process;
        Feeds = feeds;
        if (feeds && process.Input is { } input)
        {
            input.Drained += Resume;
        }
    }

    internal void Send(FrameKind kind, ushort number, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[FrameHead.Size];
        new FrameHead(payload.Length, kind, number).Write(head);
        _outbox.Put(head, payload);
    }

    internal void Send(FrameKind kind, ushort number, Action<WireWriter> write)
    {
        var payload = new WireWriter();
        write(payload);
        Send(kind, number, payload.Written);
    }

    internal void Fail(ushort number, FailedMessage why) => Send(FrameKind.Failed, number, why.Write);

    public void Take(StreamKind stream, ReadOnlySpan<byte> bytes)
    {
        if (_outbox.IsLosing)
        {
            SayWhatWasLost();
        }

        if (_outbox.IsLosing || _outbox.IsFull)
        {
            // Full without having lost patience: only at the end of the process, when all is drained.
            _outbox.BeginLosing();
            _outbox.CountLost(bytes.Length);
            return;
        }

        Span<byte> head = stackalloc byte[FrameHead.Size + 1];
        new FrameHead(bytes.Length + 1, FrameKind.Output, 0).Write(head);
        head[^1] = (byte)stream;
        _outbox.Put(head, bytes);
    }

    /// <summary>
    /// All is said: the client closes when it has read it. Until then its requests are still answered (one may be on its way), but a
    /// client that stays is not waited for: a second when it has taken everything, its patience when it has not.
    /// </summary>
    internal void Leave()
    {
        Leaving = true;
        _leaveBy = Clock.Milliseconds + (_outbox.IsEmpty ? LingerMs : Math.Max(LingerMs, _outbox.PatienceMs));
    }

    internal override void Ready(short events)
    {
        if ((events & Writable) != 0)
        {
            _outbox.Send();
            SayWhatWasLost();
        }

        if ((events & (Readable | HungUp | Broken)) != 0 && !IsHeld)
        {
            Receive();
        }

        if (_outbox.IsBroken)
        {
            Close();
        }
    }

    internal override void Due()
    {
        if (Leaving && Clock.Milliseconds >= _leaveBy)
        {
            Close();
        }
        else
        {
            _outbox.BeginLosing();
        }
    }

    /// <summary>The process has taken its input: go on with the frames that waited behind it.</summary>
    private void Resume()
    {
        if (!IsClosed)
        {
            Work();
        }
    }

    internal void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            requests.Gone(this);
            if (Feeds && Attached?.Input is { } input)
            {
                input.Drained -= Resume;
            }

            _outbox.Free();
            Raw.Close(fd);
        }
    }

    private void SayWhatWasLost()
    {
        long lost = _outbox.TakeLost();
        if (lost > 0)
        {
            Send(FrameKind.OutputLost, 0, payload => payload.Int64(lost));
        }
    }

    private void Receive()
    {
        if (_received == _in.Length)
        {
            Array.Resize(ref _in, _in.Length * 2);
        }

        long read;
        fixed (byte* to = _in)
        {
            read = Raw.Call(Nr.Read, fd, (long)(to + _received), _in.Length - _received);
        }

        if (read is -11 or -4)
        {
            return;
        }

        if (read <= 0)
        {
            Close();
            return;
        }

        _received += (int)read;
        Work();
    }

    private void Work()
    {
        int done = 0;
        try
        {
            while (!IsClosed && !IsHeld && _received - done >= FrameHead.Size)
            {
                FrameHead head = FrameHead.Read(_in.AsSpan(done));
                if (_received - done - FrameHead.Size < head.Length)
                {
                    break;
                }

                requests.Handle(this, head, _in.AsSpan(done + FrameHead.Size, head.Length));
                done += FrameHead.Size + head.Length;
            }
        }
        catch (WireException e)
        {
            Fail(0, new FailedMessage(FailedMessage.NotRunning, 0, e.Message));
            _inputEnded = true;
            Leave();
        }

        if (IsClosed)
        {
            return;
        }

        _in.AsSpan(done, _received - done).CopyTo(_in);
        _received -= done;
        if (_received == 0 && _in.Length > 64 * 1024)
        {
            _in = new byte[1024];
        }
    }
}

/// <summary>Who answers.</summary>
internal interface IRequests
{
    void Handle(Connection from, FrameHead head, ReadOnlySpan<byte> payload);

    void Gone(Connection connection);
}
