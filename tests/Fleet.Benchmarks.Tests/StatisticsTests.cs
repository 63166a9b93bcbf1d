using Fleet.Benchmarks.Figures;

namespace Fleet.Benchmarks.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void The_median_is_the_middle_or_the_mean_of_the_two_middle_ones(double[] values, double expected) =>
        Assert.Equal(expected, Statistics.Median(values));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 20)]
    [InlineData(100, 99)]
    [InlineData(200, 198)]
    [InlineData(101, 100)]
    public void P99_is_the_least_that_99_of_100_do_not_exceed_and_of_few_the_worst(int count, int expected) =>
        Assert.Equal(expected, Statistics.P99([.. Enumerable.Range(1, count).Reverse().Select(n => (double)n)]));

    [Fact]
    public void Of_nothing_there_is_no_median() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));
}
