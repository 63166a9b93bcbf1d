using Fleet.Linux.Processes;

namespace Fleet.Shim.Life;

/// <summary>The shim's two clocks.</summary>
internal static unsafe class Clock
{
    /// <summary>Nanoseconds since 1970 UTC (CLOCK_REALTIME).</summary>
    internal static long UnixNanoseconds => Read(0);

    /// <summary>Milliseconds since boot, sleep included (CLOCK_BOOTTIME).</summary>
    internal static long Milliseconds => Read(7) / 1_000_000;

    private static long Read(int clock)
    {
        long* time = stackalloc long[2];
        Raw.Call(Nr.ClockGettime, clock, (long)time);
        return time[0] * 1_000_000_000 + time[1];
    }
}
