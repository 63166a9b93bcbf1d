using System.Diagnostics;

namespace Fleet.Cluster.Tests.Harness;

/// <summary>Waits for something to become true; says what it was at last where it does not.</summary>
internal static class Until
{
    public static T Holds<T>(Func<T> look, Func<T, bool> holds, string what, int seconds = 60)
    {
        long from = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = look();
            if (holds(seen)) return seen;
            if (Stopwatch.GetElapsedTime(from).TotalSeconds > seconds) throw new TimeoutException($"after {seconds} s still not: {what}; seen: {seen}");
            Thread.Yield();
            Thread.Sleep(20);
        }
    }

    public static void True(Func<bool> look, string what, int seconds = 60) => Holds(look, seen => seen, what, seconds);
}
