namespace Fleet.Benchmarks.Figures;

/// <summary>Order statistics of a few measurements.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Median(IReadOnlyCollection<double> values)
    {
        double[] sorted = Sorted(values);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The least one that 99 of 100 do not exceed (nearest rank): the worst, where there are at most 100.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double P99(IReadOnlyCollection<double> values)
    {
        double[] sorted = Sorted(values);
        return sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1];
    }

    private static double[] Sorted(IReadOnlyCollection<double> values) =>
        values.Count > 0 ? [.. values.Order()] : throw new ArgumentException("nothing was measured", nameof(values));
}
