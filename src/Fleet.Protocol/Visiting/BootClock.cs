using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Fleet.Protocol.Visiting;

/// <summary>
/// CLOCK_BOOTTIME (clock_gettime(2)): unlike the monotonic clock it also counts while the machine sleeps, and so do leases.
/// Elsewhere than on Linux the monotonic clock.
/// </summary>
public sealed partial class BootClock : TimeProvider
{
    public static readonly BootClock Instance = new();

    private const int ClockBootTime = 7;
    private const long Nanoseconds = 1_000_000_000;

    private static readonly bool IsLinux = OperatingSystem.IsLinux();

    public override long TimestampFrequency => IsLinux ? Nanoseconds : Stopwatch.Frequency;

    public override long GetTimestamp()
    {
        if (!IsLinux) return Stopwatch.GetTimestamp();
        if (ClockGetTime(ClockBootTime, out var time) != 0) throw new InvalidOperationException("clock_gettime(CLOCK_BOOTTIME) failed");
        return time.Seconds * Nanoseconds + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    // struct timespec on 64-bit Linux, x86-64 and arm64 alike.
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
