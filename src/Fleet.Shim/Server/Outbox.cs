using System.Runtime.InteropServices;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;

namespace Fleet.Shim.Server;

/// <summary>
/// What a client has not taken yet, in one block of bounded size. A client that takes nothing for <see cref="PatienceMs"/> while its
/// box is full loses output from then on, until it has taken all that is kept; then it is told how much it lost.
/// </summary>
internal sealed unsafe class Outbox(int fd, int patienceMs)
{
    internal const int Size = 256 * 1024, FullAt = Size - 80 * 1024;
    private const int DontWait = 0x40, NoSignal = 0x4000;
    private byte* _block;
    private int _start, _end;
    private long _stuckSince;

    internal int PatienceMs => patienceMs;

    internal bool IsEmpty => _start == _end;

    /// <summary>No room for another piece of output.</summary>
    internal bool IsFull => _end - _start > FullAt;

    /// <summary>The client is gone or cannot be spoken to.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>When a stuck client's patience ends.</summary>
    internal long Deadline => IsFull && !IsLosing ? _stuckSince + patienceMs : long.MaxValue;

    internal bool IsLosing { get; private set; }

    internal long Lost { get; private set; }

    /// <summary>Patience is over.</summary>
    internal void BeginLosing() => IsLosing = true;

    internal void CountLost(long bytes) => Lost += bytes;

    /// <returns>What was lost since the last time, once the client has caught up; else 0.</returns>
    internal long TakeLost()
    {
        if (!IsLosing || !IsEmpty)
        {
            return 0;
        }

        long lost = Lost;
        IsLosing = false;
        Lost = 0;
        return lost;
    }

    /// <summary>Queues a frame given as two parts, and sends what goes at once.</summary>
    internal void Put(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        if (IsBroken)
        {
            return;
        }

        int needed = head.Length + rest.Length;
        if (_block == null)
        {
            _block = (byte*)NativeMemory.Alloc(Size);
        }

        if (_end + needed > Size)
        {
            Buffer.MemoryCopy(_block + _start, _block, Size, _end - _start);
            _end -= _start;
            _start = 0;
            if (_end + needed > Size)
            {
                IsBroken = true; // requests without end, answers never read
                return;
            }
        }

        head.CopyTo(new Span<byte>(_block + _end, head.Length));
        rest.CopyTo(new Span<byte>(_block + _end + head.Length, rest.Length));
        _end += needed;
        Send();
    }

    internal void Send()
    {
        while (_start < _end && !IsBroken)
        {
            long sent = Raw.Call(Nr.Sendto, fd, (long)(_block + _start), _end - _start, DontWait | NoSignal, 0, 0);
            if (sent == -11) // EAGAIN
            {
                if (!IsFull || _stuckSince == 0)
                {
                    _stuckSince = Clock.Milliseconds;
                }

                return;
            }

            if (sent < 0)
            {
                IsBroken = true;
                return;
            }

            _start += (int)sent;
            _stuckSince = Clock.Milliseconds;
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    internal void Free()
    {
        NativeMemory.Free(_block);
        _block = null;
        _start = _end = 0;
        IsBroken = true;
    }
}
