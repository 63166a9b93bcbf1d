using System.Diagnostics;
using Fleet.Cluster.Tests.Harness;
using Fleet.Linux.Tests.Cgroups;

namespace Fleet.Cluster.Tests.Limits;

/// <summary>Rates of block I/O of a container, on a device over a file. Times have lower bounds only.</summary>
public sealed class IoLimitTests(OneAgent agent) : IClassFixture<OneAgent>
{
    [SkippableTheory]
    [InlineData("--device-write-bps", "1mb", "dd if=/dev/zero of=DEVICE bs=256k count=12 oflag=direct", "Write", 12 * 256 * 1024)]
    [InlineData("--device-write-iops", "5", "dd if=/dev/zero of=DEVICE bs=4k count=15 oflag=direct", "Write", 15 * 4096)]
    [InlineData("--device-read-bps", "1mb", "dd if=DEVICE of=/dev/null bs=256k count=12 iflag=direct", "Read", 12 * 256 * 1024)]
    [InlineData("--device-read-iops", "5", "dd if=DEVICE of=/dev/null bs=4k count=15 iflag=direct", "Read", 15 * 4096)]
    public void A_rate_holds_and_every_byte_is_counted(string option, string rate, string load, string direction, long bytes)
    {
        var cli = agent.Ready();
        using var device = new LoopDevice(8 << 20);
        string id = cli.Do(
            "run", "-d", "--device", device.Path, option, $"{device.Path}:{rate}", BusyboxImage.Name,
            "sh", "-c", $"while [ ! -e /go ]; do usleep 20000; done; {load.Replace("DEVICE", device.Path, StringComparison.Ordinal)} 2>/tmp/err && echo done || cat /tmp/err; exec sleep 1000").Line;
        long from = Stopwatch.GetTimestamp();
        cli.Do("exec", id, "touch", "/go");
        Assert.Equal("done", Until.Holds(() => cli.Do("logs", id).Line, log => log.Length > 0, "the load is done"));
        Assert.True(Stopwatch.GetElapsedTime(from).TotalSeconds > 1.5, "three seconds' worth was not held back");

        var group = new HostGroup(cli.HostPid(id));
        string counted = group.Read("blkio", "blkio.throttle.io_service_bytes").Split('\n').Single(line => line.StartsWith($"{device.Major}:{device.Minor} {direction} ", StringComparison.Ordinal));
        Assert.Equal($"{device.Major}:{device.Minor} {direction} {bytes}", counted);
        cli.Do("rm", "-f", id);
    }

    [SkippableFact]
    public void A_device_that_was_not_given_cannot_be_opened_and_one_that_is_no_disk_has_no_rate()
    {
        var cli = agent.Ready();
        using var device = new LoopDevice(1 << 20);
        string make = $"mknod /tmp/d b {device.Major} {device.Minor} && cat /tmp/d >/dev/null";
        Assert.NotEqual(0, cli.Try("run", "--rm", BusyboxImage.Name, "sh", "-c", make).ExitCode);
        Assert.Equal("1048576", cli.Do("run", "--rm", "--device", $"{device.Path}:/dev/disk:r", BusyboxImage.Name, "sh", "-c", "cat /dev/disk | wc -c").Line);
        Assert.NotEqual(0, cli.Try("run", "--rm", "--device", $"{device.Path}:/dev/disk:r", BusyboxImage.Name, "sh", "-c", "echo x >/dev/disk").ExitCode);
        var outcome = cli.Try("run", "--rm", "--device-write-bps", "/dev/null:1mb", BusyboxImage.Name, "true");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("/dev/null' is not a block device", outcome.Errors, StringComparison.Ordinal);
    }
}
