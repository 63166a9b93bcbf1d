using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Server;

/// <summary>Stop-after-silence: the agent may be what died, so the shim keeps the time by itself.</summary>
internal sealed class Deadman(DeadmanPlan plan, Supervised init) : Source
{
    private const int Kill = 9;
    private DeadmanPlan _plan = plan;
    private long _heard = Clock.Milliseconds;
    private long _killAt = long.MaxValue;

    /// <summary>It has begun to stop the container; a late word does not take that back.</summary>
    internal bool HasStopped { get; private set; }

    internal override int Fd => -1;

    internal override short Wanted => 0;

    internal override long Deadline =>
        init.IsClosed ? long.MaxValue : HasStopped ? _killAt : _plan.Seconds > 0 ? _heard + _plan.Seconds * 1000L : long.MaxValue;

    internal void Heard() => _heard = Clock.Milliseconds;

    internal void Arm(DeadmanPlan plan)
    {
        _plan = plan;
        Heard();
    }

    internal override void Due()
    {
        if (HasStopped)
        {
            init.Signal(Kill);
            _killAt = Clock.Milliseconds + 1000;
            return;
        }

        HasStopped = true;
        init.Signal(_plan.StopSignal);
        _killAt = Clock.Milliseconds + _plan.GraceSeconds * 1000L;
    }
}
