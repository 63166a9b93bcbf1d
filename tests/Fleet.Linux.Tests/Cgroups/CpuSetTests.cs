using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

public sealed class CpuSetTests
{
    [Theory]
    [InlineData("0-2,7", "0-2,7", 4)]
    [InlineData("7,0,1,2\n", "0-2,7", 4)]
    [InlineData("5", "5", 1)]
    [InlineData("", "", 0)]
    public void Lists_are_read_and_written_as_the_kernel_does(string text, string written, int count)
    {
        CpuSet set = CpuSet.Parse(text);
        Assert.Equal(written, set.ToString());
        Assert.Equal(count, set.Count);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("0-99999999999")]
    public void What_is_no_list_is_refused(string text) => Assert.False(CpuSet.TryParse(text, out _));
}
