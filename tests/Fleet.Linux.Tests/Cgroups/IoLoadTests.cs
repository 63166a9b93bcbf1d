using System.Diagnostics;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>Rates of block I/O against a load on a real block device, and what is counted of it. Times have lower bounds only.</summary>
public sealed class IoLoadTests
{
    [SkippableFact]
    public void Writing_is_held_to_its_rate_and_counted_to_the_byte()
    {
        using var test = new TestGroup();
        using var device = new LoopDevice(8 << 20);
        test.Group.Apply(new CgroupLimits { IoThrottles = [new IoThrottle(device.Major, device.Minor) { WriteBytesPerSecond = 1 << 20 }] });
        double seconds = Run(test, $"dd if=/dev/zero of={device.Path} bs=256k count=12 oflag=direct");
        Assert.True(seconds > 1.5, $"3 MiB at 1 MiB a second took {seconds} s");
        IoStatistics counted = Counted(test, device);
        Assert.Equal(3 << 20, counted.WrittenBytes);
        Assert.Equal(0, counted.ReadBytes);
        Assert.Equal(counted.WrittenBytes, KernelBytes(test, device, "Write", "wbytes"));
    }

    [SkippableFact]
    public void Reading_is_held_to_its_number_of_operations_and_let_go_by_an_update()
    {
        using var test = new TestGroup();
        using var device = new LoopDevice(8 << 20);
        test.Group.Apply(new CgroupLimits { IoThrottles = [new IoThrottle(device.Major, device.Minor) { ReadOperationsPerSecond = 10 }] });
        double held = Run(test, $"dd if={device.Path} of=/dev/null bs=4k count=30 iflag=direct");
        Assert.True(held > 1.5, $"30 reads at 10 a second took {held} s");
        IoStatistics counted = Counted(test, device);
        Assert.Equal((30, 30 * 4096, 0), (counted.ReadOperations, counted.ReadBytes, counted.WriteOperations));

        // 1500 reads would take two and a half minutes at that rate: the test would not wait for them.
        test.Group.Apply(new CgroupLimits { IoThrottles = [new IoThrottle(device.Major, device.Minor) { ReadOperationsPerSecond = 0 }] });
        Assert.True(Run(test, $"dd if={device.Path} of=/dev/null bs=4k count=1500 iflag=direct") < 100);
        Assert.Equal(1530, Counted(test, device).ReadOperations);
    }

    private static double Run(TestGroup test, string script)
    {
        long from = Stopwatch.GetTimestamp();
        using Process process = test.Run(script + " 2>/dev/null");
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static IoStatistics Counted(TestGroup test, LoopDevice device) =>
        test.Group.Statistics().Io.Single(one => (one.Major, one.Minor) == (device.Major, device.Minor));

    /// <summary>Read without the driver: a line <c>7:0 Write 3145728</c> of v1, or <c>7:0 rbytes=0 wbytes=3145728 ...</c> of v2.</summary>
    private static long KernelBytes(TestGroup test, LoopDevice device, string old, string key)
    {
        string number = $"{device.Major}:{device.Minor} ";
        return test.Driver.Version == 1
            ? long.Parse(test.Read("blkio", "blkio.throttle.io_service_bytes").Split('\n').Single(line => line.StartsWith(number + old, StringComparison.Ordinal)).Split(' ')[2])
            : long.Parse(test.Read("io", "io.stat").Split('\n').Single(line => line.StartsWith(number, StringComparison.Ordinal)).Split(' ').Single(word => word.StartsWith(key, StringComparison.Ordinal)).Split('=')[1]);
    }
}
