using System.Diagnostics;
using System.Security.Cryptography;
using Fleet.Crash.Tests.Disk;
using Fleet.Crash.Tests.Recovery;
using Fleet.Crash.Tests.Scenario;

namespace Fleet.Crash.Tests;

/// <summary>The machine goes down at any instant of a node's life: its next boot finds what users had been told, and nothing half.</summary>
public sealed class CrashTests(RecordedLife life) : IClassFixture<RecordedLife>
{
    [SkippableTheory]
    [InlineData(nameof(CutKind.SyncedOnly))]
    [InlineData(nameof(CutKind.Everything))]
    [InlineData(nameof(CutKind.NamesFirst))]
    [InlineData(nameof(CutKind.NamesAndLengths))]
    [InlineData(nameof(CutKind.BytesFirst))]
    [InlineData(nameof(CutKind.Mixed))]
    public async Task After_a_crash_at_any_call_the_next_boot_finds_all_that_was_promised(string kind)
    {
        var recorded = life.Ready();
        long from = Stopwatch.GetTimestamp();
        var (states, problems) = await Crashes.RunAsync(recorded, recorded.Calls, Enum.Parse<CutKind>(kind));
        Console.WriteLine($"{kind}: {recorded.Calls.Count} calls, {states} different states booted in {Stopwatch.GetElapsedTime(from).TotalSeconds:F1} s");
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    /// <summary>The check can fail: had the programs left out one kind of flush, it would have been seen.</summary>
    [SkippableTheory]
    [InlineData("files", nameof(CutKind.NamesFirst))]
    [InlineData("folders", nameof(CutKind.SyncedOnly))]
    [InlineData("file systems", nameof(CutKind.NamesFirst))]
    public async Task Without_one_kind_of_flush_promises_would_be_broken(string without, string kind)
    {
        var recorded = life.Ready();
        var (_, problems) = await Crashes.RunAsync(recorded, Missing.Flushes(recorded.Root, recorded.Calls, without), Enum.Parse<CutKind>(kind));
        Assert.NotEmpty(problems);
        Console.WriteLine($"without the flushes of {without}: {problems[0].Split('\n')[1].Trim()}");
    }

    /// <summary>A call that the recorder does not see or misunderstands would make all the rest worthless.</summary>
    [SkippableFact]
    public void The_recording_accounts_for_every_byte_that_is_there_at_the_end()
    {
        var recorded = life.Ready();
        var model = new DiskModel(recorded.Root);
        foreach (var call in recorded.Calls) model.Apply(call);
        var there = new Dictionary<string, string>();
        new PowerCut(CutKind.Everything).Walk(model.Root, (path, inode) => there[path] = inode switch
        {
            FileInode file => Convert.ToHexString(SHA256.HashData(file.Content)),
            LinkInode link => link.Target,
            _ => "folder",
        });
        var real = Directory.EnumerateFileSystemEntries(recorded.Root, "*", SearchOption.AllDirectories).ToDictionary(path => path[recorded.Root.Length..], path => new FileInfo(path) switch
        {
            { LinkTarget: { } target } => target,
            { Exists: true } => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))),
            _ => "folder",
        });
        Assert.Equal(Told(real), Told(there));
        Assert.NotEmpty(there);

        // What containers write is not ours, and is not traced; what they mount on their root is seen by them alone; SQLite's shared memory is made anew with each opening.
        static IEnumerable<string> Told(Dictionary<string, string> tree) => tree.Where(entry => !NotOurs(entry.Key)).Select(entry => $"{entry.Key} {entry.Value}").Order(StringComparer.Ordinal);
        static bool NotOurs(string path) => path.EndsWith("-shm", StringComparison.Ordinal) || path.Contains("/_data/", StringComparison.Ordinal) || path.StartsWith("/run/", StringComparison.Ordinal) || path.Contains("/rootfs/", StringComparison.Ordinal)
            || path.StartsWith("/state/images/snapshots/", StringComparison.Ordinal) && path.Split('/').Length > 6;
    }
}
