using System.Globalization;

namespace Fleet.Linux.Cgroups;

/// <summary>The arithmetic between the user's words and the kernel's values; no file is touched here.</summary>
internal static class LimitValues
{
    public const long DefaultPeriod = 100_000, LeastQuota = 1_000;

    /// <summary>Quota and period in microseconds; quota null for "no quota". A quota below the kernel's least widens the period.</summary>
    public static (long? Quota, long Period) Quota(double cpus, long? period)
    {
        long window = period ?? DefaultPeriod;
        if (cpus <= 0)
        {
            return (null, window);
        }

        long quota = (long)Math.Round(cpus * window);
        return quota >= LeastQuota ? (quota, window) : (LeastQuota, (long)Math.Round(LeastQuota / cpus));
    }

    /// <summary>
    /// v1 shares to v2 weight: a curve through (2, 1), (1024, 100) and (262144, 10000), so that both defaults meet, as runc and
    /// crun have it since 2025; the straight line of old made 39 of 1024.
    /// </summary>
    public static long Weight(long shares)
    {
        if (shares <= 2)
        {
            return 1;
        }

        if (shares >= 262_144)
        {
            return 10_000;
        }

        double log = Math.Log2(shares);
        return (long)Math.Ceiling(Math.Pow(10, ((log * log) + (125 * log)) / 612.0 - (7.0 / 34.0)));
    }

    /// <summary>v1's weight of block I/O, 10 to 1000, on v2's scale of 1 to 10000.</summary>
    public static long IoWeight(int weight) => 1 + ((weight - 10) * 9999L / 990);

    /// <summary>What memory+swap is to be beside <paramref name="memory"/>: null unlimited. Docker's rule: not said means twice the memory.</summary>
    public static long? MemoryAndSwap(long? memory, long? wish) => (memory, wish) switch
    {
        (_, < 0) => null,
        (null, _) => null,
        ({ } limit, null or 0) => limit > long.MaxValue / 2 ? null : limit * 2,
        (_, { } total) => total,
    };

    /// <summary>The same for a group that has limits already: what is not said stays, so a new memory limit keeps the swap beside it.</summary>
    /// <param name="before">Memory limit and sum as they are; a null memory limit: there was none.</param>
    public static long? MemoryAndSwap(long? memory, long? wish, (long? Memory, long? Total) before) => (memory, wish, before) switch
    {
        (null, null, _) => null,
        ({ } limit, null, ({ } old, var sum)) => sum is { } total ? limit + Math.Max(0, total - old) : null,
        _ => MemoryAndSwap(memory, wish),
    };

    /// <summary>0 and negative mean unlimited.</summary>
    public static long? Bounded(long value) => value > 0 ? value : null;

    public static string OrMax(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "max";

    public static string OrMinusOne(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-1";

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
