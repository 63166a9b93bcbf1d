using System.Diagnostics;
using System.Globalization;
using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Tests.Cgroups;

/// <summary>Each statistic against the kernel's file, read here without the driver, or against a program that counts by itself.</summary>
public sealed class StatisticsTests
{
    [SkippableFact]
    public void Numbers_of_a_group_that_stands_still_are_those_of_the_kernels_files()
    {
        using var test = new TestGroup();
        Skip.If(test.Driver.Version == 2, "the files here are version 1's; version 2 is tried in the virtual machine");
        test.Group.Apply(new CgroupLimits { Cpus = 0.5, Memory = 256 << 20, Pids = 50 });
        string file = $"/dev/shm/fleet-test-statistics-{Environment.ProcessId}";
        try
        {
            using Process process = test.Run($"dd if=/dev/zero of={file} bs=1M count=30 2>/dev/null; sleep 1000 & sleep 1000 & echo in; while :; do :; done");
            Assert.Equal("in", process.StandardOutput.ReadLine());
            test.Group.Freeze();
            CgroupStatistics seen = test.Group.Statistics();

            Assert.Equal(Number("cpuacct", "cpuacct.usage"), seen.Cpu.UsageNanoseconds);
            Assert.Equal(Number("cpuacct", "cpuacct.usage_user"), seen.Cpu.UserNanoseconds);
            Assert.Equal(Number("cpuacct", "cpuacct.usage_sys"), seen.Cpu.SystemNanoseconds);
            Assert.Equal(
                new Throttling(Named("cpu", "cpu.stat", "nr_periods"), Named("cpu", "cpu.stat", "nr_throttled"), Named("cpu", "cpu.stat", "throttled_time")),
                seen.Cpu.Throttling);

            Assert.Equal(Number("memory", "memory.usage_in_bytes"), seen.Memory.UsageWithCache);
            Assert.Equal(seen.Memory.UsageWithCache - Named("memory", "memory.stat", "total_inactive_file"), seen.Memory.Usage);
            Assert.Equal(Named("memory", "memory.stat", "total_rss"), seen.Memory.Anonymous);
            Assert.Equal(Named("memory", "memory.stat", "total_cache"), seen.Memory.File);
            Assert.Equal(Named("memory", "memory.stat", "total_shmem"), seen.Memory.Shared);
            Assert.Equal(Number("memory", "memory.max_usage_in_bytes"), seen.Memory.Peak);
            Assert.Equal(256 << 20, seen.Memory.Limit);

            // And by counts of our own: what was written, and who runs.
            Assert.InRange(seen.Memory.Shared, 30 << 20, 31 << 20);
            Assert.Equal(new PidsStatistics(3, 50), seen.Pids);
        }
        finally
        {
            File.Delete(file);
        }

        long Number(string controller, string name) => long.Parse(test.Read(controller, name), CultureInfo.InvariantCulture);

        long Named(string controller, string name, string key) => long.Parse(
            test.Read(controller, name).Split('\n').Single(line => line.StartsWith(key + " ", StringComparison.Ordinal))[(key.Length + 1)..], CultureInfo.InvariantCulture);
    }

    [SkippableFact]
    public void Cpu_time_is_what_the_program_itself_counted()
    {
        using var test = new TestGroup();
        using Process process = test.Run("dd if=/dev/zero of=/dev/null bs=1M count=4000 2>/dev/null; times; exec sleep 1000");
        double counted = 0;
        for (int line = 0; line < 2; line++)        // the shell's own, its children's
        {
            counted += process.StandardOutput.ReadLine()!.Split(' ').Sum(Seconds);
        }

        double seen = test.Group.Statistics().Cpu.UsageNanoseconds / 1e9;
        // `times` counts in hundredths; the shell's way into the group, and sleep's start, are the difference.
        Assert.InRange(seen, counted * 0.9 - 0.05, counted * 1.1 + 0.1);
    }

    [SkippableFact]
    public void Without_a_quota_throttling_is_not_zero_but_none()
    {
        using var test = new TestGroup();
        Assert.Null(test.Group.Statistics().Cpu.Throttling);
        test.Group.Apply(new CgroupLimits { Cpus = 0.5 });
        Assert.NotNull(test.Group.Statistics().Cpu.Throttling);
    }

    private static double Seconds(string minutesAndSeconds)
    {
        string[] parts = minutesAndSeconds.TrimEnd('s').Split('m');
        return int.Parse(parts[0], CultureInfo.InvariantCulture) * 60 + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
