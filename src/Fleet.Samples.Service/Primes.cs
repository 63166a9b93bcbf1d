using System.Diagnostics;

namespace Fleet.Samples.Service;

/// <summary>Counts the primes below a limit by Eratosthenes' sieve, says so in its log, and leaves the number as its result.</summary>
internal static class Primes
{
    public static int Run(TaskEnvironment task, int limit)
    {
        long from = Stopwatch.GetTimestamp();
        int count = Count(limit);
        Console.WriteLine($"{count} primes below {limit}, counted on {task.Node} in {Stopwatch.GetElapsedTime(from).TotalMilliseconds:F0} ms");
        if (task.ResultFile is { } file) File.WriteAllText(file, count.ToString());
        return 0;
    }

    private static int Count(int limit)
    {
        var composite = new bool[Math.Max(limit, 2)];
        int count = 0;
        for (int candidate = 2; candidate < composite.Length; candidate++)
        {
            if (composite[candidate]) continue;
            count++;
            for (long multiple = (long)candidate * candidate; multiple < composite.Length; multiple += candidate) composite[multiple] = true;
        }
        return count;
    }
}
