using System.Diagnostics;
using Fleet.Control.Journal;
using Fleet.Control.Hosting;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Contract;

/// <summary>Disks that are full, damaged, or lose what they were not made to keep.</summary>
public sealed class DiskTests : IAsyncLifetime
{
    private readonly InProcess _members = new(options: ReplicaOptions.Default with { SnapshotBytes = 50_000 });
    private readonly List<string> _mounts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (string mount in _mounts) Run("umount", "-l", mount);
        await _members.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_full_disk_is_named_and_once_there_is_room_the_same_process_goes_on()
    {
        Skip.IfNot(Environment.UserName == "root", "it mounts small file systems");
        for (int member = 0; member < 3; member++)
        {
            Directory.CreateDirectory(_members.Folder(member));
            Run("mount", "-t", "tmpfs", "-o", "size=1m", "fleet-raft-test", _members.Folder(member));
            _mounts.Add(_members.Folder(member));
        }
        _members.StartAll();
        var log = _members.Log(0, patience: 3);
        await _members.Log(0).OpenAsync("scheduler", default);
        await log.OpenAsync("scheduler", default);
        long written = 0;
        var full = await Assert.ThrowsAsync<JournalFullException>(async () =>
        {
            for (long sequence = 1; ; sequence++)
            {
                await log.AppendAsync("scheduler", [Large(sequence)], default);
                written = sequence;
            }
        });
        Assert.Contains("its disk is full", full.Message);
        Assert.Contains(_members.Folder(0), full.Message);

        foreach (string mount in _mounts) Run("mount", "-o", "remount,size=32m", mount);
        long highest = await _members.Log(0).OpenAsync("scheduler", default);
        Assert.InRange(highest, written, written + 1);      // the last one may have come through after all
        var again = _members.Log(1);
        await again.OpenAsync("scheduler", default);
        await again.AppendAsync("scheduler", [Large(highest + 1)], default);
    }

    // Twice the same: three members whose disks keep only what is synchronised, one of them killed without a word after an
    // acknowledgement. The second time their synchronisations do nothing.
    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_acknowledged_is_synchronised_before(bool forgets)
    {
        using var kept = new Keeping();
        for (int member = 0; member < 3; member++) _members.Start(member, kept.Wrap(member, forgets));
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        for (long sequence = 1; sequence <= 20; sequence++)
        {
            await log.AppendAsync("scheduler", [Large(sequence)], default);
            int onDisk = Enumerable.Range(0, 3).Count(member => kept.HasSynced(member, sequence));
            if (forgets)
            {
                Assert.Equal(0, onDisk);
                continue;
            }
            Assert.True(onDisk >= 2, $"event {sequence} is acknowledged, and {onDisk} members have synchronised it");
        }
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_cut_off_and_a_damaged_file_is_refused_by_name()
    {
        _members.StartAll();
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Large(1)], default);
        for (int member = 0; member < 3; member++) await _members.StopAsync(member);

        string newest = Directory.EnumerateFiles(_members.Folder(2), "log-*").Order(StringComparer.Ordinal).Last();
        await File.AppendAllTextAsync(newest, "half a rec");
        _members.StartAll();
        Assert.Equal(1, await _members.Log(2).OpenAsync("scheduler", default));

        await _members.StopAsync(2);
        string first = Directory.EnumerateFiles(_members.Folder(2), "log-*").Order(StringComparer.Ordinal).First();
        byte[] bytes = await File.ReadAllBytesAsync(first);
        bytes[12] ^= 1;
        await File.WriteAllBytesAsync(first, bytes);
        var refused = Assert.Throws<ControlException>(() => _members.Start(2));
        Assert.Contains($"{Path.GetFileName(first)} is damaged", refused.Message);
        Assert.Contains("move the folder away", refused.Message);
    }

    [Fact]
    public async Task A_host_that_kept_the_journal_alone_so_far_does_not_begin_without_it()
    {
        string state = _members.Folder(0), single = Path.Combine(state, "control", "journal.db");
        Directory.CreateDirectory(Path.GetDirectoryName(single)!);
        await File.WriteAllTextAsync(single, "");
        var backend = new RaftBackend(_members.Addresses, _members.Addresses[0], "", state);
        var refused = await Assert.ThrowsAsync<ControlException>(() => backend.OpenAsync(default));
        Assert.Contains(single, refused.Message);
        File.Delete(single);
        await (await backend.OpenAsync(default)).DisposeAsync();
    }

    private static Stored Large(long sequence) => new(sequence, "batch/1", (byte[])[.. BitConverter.GetBytes(sequence), .. new byte[2000]]);

    private static void Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
