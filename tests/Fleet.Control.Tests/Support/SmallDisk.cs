using System.Diagnostics;
using Fleet.Control.Journal;

namespace Fleet.Control.Tests.Support;

/// <summary>A file system of a few megabytes that can grow.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Id = "scheduler";
    private long _written;

    public SmallDisk(string size, string owner = "root")
    {
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "fleet-ctrl-test", Path);
        Run("chown", owner, Path);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("fleet-ctrl-disk-").FullName;

    public void Grow(string size) => Run("mount", "-o", $"remount,size={size}", Path);

    /// <summary>Appends until something is thrown.</summary>
    public async Task FillAsync(IEventLog log)
    {
        for (_written = await log.OpenAsync(Id, default); ; _written++) await log.AppendAsync(Id, [Large(_written + 1)], default);
    }

    /// <summary>As the scheduler would: opens anew, misses nothing, and writes on.</summary>
    public async Task GoOnAsync(IEventLog log)
    {
        Assert.Equal(_written, await log.OpenAsync(Id, default));
        await log.AppendAsync(Id, [Large(_written + 1)], default);
        long expected = 1;
        await foreach (var stored in log.ReadAsync(Id, 1, long.MaxValue, long.MaxValue, default)) Assert.Equal(expected++, stored.Sequence);
        Assert.Equal(_written + 2, expected);
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    // Of bytes that cannot be compressed: a database might.
    private static Stored Large(long sequence)
    {
        byte[] payload = new byte[20_000];
        new Random((int)sequence).NextBytes(payload);
        return new Stored(sequence, "batch/1", payload);
    }

    private static void Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
