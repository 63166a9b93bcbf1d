namespace Fleet.Shim.Server;

/// <summary>Something the loop waits for: a descriptor, a moment, or both.</summary>
internal abstract class Source
{
    internal const short Readable = 1, Writable = 4, Broken = 8, HungUp = 16; // POLLIN, POLLOUT, POLLERR, POLLHUP

    /// <summary>Negative for none.</summary>
    internal abstract int Fd { get; }

    /// <summary>What to wait for; 0 leaves the descriptor out altogether (a hang-up would be told for ever).</summary>
    internal abstract short Wanted { get; }

    /// <summary>When to call <see cref="Due"/>, in <see cref="Life.Clock.Milliseconds"/>.</summary>
    internal virtual long Deadline => long.MaxValue;

    internal virtual void Ready(short events)
    {
    }

    internal virtual void Due()
    {
    }

    /// <summary>Finished: the loop forgets it.</summary>
    internal bool IsClosed { get; private protected set; }
}
