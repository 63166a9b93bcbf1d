using System.Diagnostics;

namespace Fleet.Benchmarks.Machine;

internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">It did not become so within two minutes.</exception>
    public static Task UntilAsync(Func<bool> holds, string what, CancellationToken cancel) => UntilAsync(() => Task.FromResult(holds()), what, cancel);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string, CancellationToken)"/>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, CancellationToken cancel)
    {
        long from = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(from) > Patience) throw new TimeoutException($"after {Patience.TotalSeconds} s still not: {what}");
            await Task.Delay(Pause, cancel);
        }
    }
}
