using System.Runtime.InteropServices;
using Fleet.Linux;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;

namespace Fleet.Shim.Server;

/// <summary>One thread, one ppoll(2), everything in turn. A container has a handful of descriptors; each turn asks them anew what they want.</summary>
internal sealed unsafe class Loop
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Returned;
    }

    private readonly List<Source> _sources = [];
    private PollFd* _polled;
    private int _room;

    internal void Add(Source source) => _sources.Add(source);

    /// <summary>Works until <paramref name="finished"/> says so, asked after each turn.</summary>
    internal void Run(Func<bool> finished)
    {
        while (!finished())
        {
            Turn();
        }
    }

    private void Turn()
    {
        _sources.RemoveAll(static source => source.IsClosed);
        int count = _sources.Count;
        MakeRoom(count);
        long deadline = long.MaxValue;
        for (int i = 0; i < count; i++)
        {
            Source source = _sources[i];
            short wanted = source.Wanted;
            _polled[i] = new PollFd { Fd = wanted != 0 ? source.Fd : -1, Events = wanted };
            deadline = Math.Min(deadline, source.Deadline);
        }

        Wait(count, deadline);

        // Sources added meanwhile wait for the next turn.
        long now = Clock.Milliseconds;
        for (int i = 0; i < count; i++)
        {
            Source source = _sources[i];
            if (!source.IsClosed && _polled[i].Returned != 0)
            {
                source.Ready(_polled[i].Returned);
            }

            if (!source.IsClosed && source.Deadline <= now)
            {
                source.Due();
            }
        }
    }

    private void Wait(int count, long deadline)
    {
        long* time = stackalloc long[2];
        if (deadline != long.MaxValue)
        {
            long left = Math.Max(0, deadline - Clock.Milliseconds);
            time[0] = left / 1000;
            time[1] = left % 1000 * 1_000_000;
        }

        long result = Raw.CallWaiting(Nr.Ppoll, (long)_polled, count, deadline == long.MaxValue ? 0 : (long)time, 0, 8);
        if (result is < 0 and not -4) // EINTR
        {
            throw new KernelException("wait for", "events", new Errno((int)-result));
        }

        if (result < 0)
        {
            for (int i = 0; i < count; i++)
            {
                _polled[i].Returned = 0;
            }
        }
    }

    private void MakeRoom(int count)
    {
        if (count > _room)
        {
            _room = count + 16;
            _polled = (PollFd*)NativeMemory.Realloc(_polled, (nuint)(_room * sizeof(PollFd)));
        }
    }
}
