using System.Diagnostics;
using Fleet.Control.Journal;
using Fleet.Control.Tests.Journal;
using Fleet.Journal.Raft.Replication;
using Fleet.Journal.Raft.Tests.Support;

namespace Fleet.Journal.Raft.Tests.Contract;

/// <summary>What every journal must keep to, and what this one adds.</summary>
public sealed class RaftLogTests : EventLogContract, IAsyncLifetime
{
    private readonly InProcess _members = new(options: ReplicaOptions.Default with { SnapshotBytes = 100_000 });
    private int _next;

    public Task InitializeAsync()
    {
        _members.StartAll();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _members.DisposeAsync();

    // Each time on the next member: what one has written another must know.
    private protected override Task<IEventLog> OpenAsync() => Task.FromResult(_members.Log(_next++ % 3));

    [Fact]
    public async Task A_writer_is_shut_out_once_another_has_opened_the_log_on_another_host()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await first.OpenAsync("scheduler", default);
        await first.AppendAsync("scheduler", [Event(1)], default);

        Assert.Equal(1, await second.OpenAsync("scheduler", default));
        await Assert.ThrowsAsync<FencedException>(() => first.AppendAsync("scheduler", [Event(2)], default));
        await Assert.ThrowsAsync<FencedException>(() => first.SaveSnapshotAsync("scheduler", Event(1), default));
        await Assert.ThrowsAsync<FencedException>(() => first.DeleteToAsync("scheduler", 1, default));

        await second.AppendAsync("scheduler", [Event(2)], default);
        Assert.Equal([1, 2], (await ReadAsync(first, 1, 9)).Select(e => e.Writer));
    }

    [Fact]
    public async Task An_append_is_whole_or_nothing()
    {
        var log = await OpenAsync();
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(1)], default);
        await Assert.ThrowsAsync<InvalidDataException>(() => log.AppendAsync("scheduler", [Event(2), Event(1)], default));
        await Assert.ThrowsAsync<InvalidDataException>(() => log.AppendAsync("scheduler", [Event(3)], default));
        Assert.Equal(1, await log.OpenAsync("scheduler", default));
        Assert.Single(await ReadAsync(log, 1, 9));
    }

    [Fact]
    public async Task Events_and_snapshots_outlive_all_processes()
    {
        var log = await OpenAsync();
        await log.OpenAsync("scheduler", default);
        for (int sequence = 1; sequence <= 300; sequence++) await log.AppendAsync("scheduler", [Large(sequence)], default);     // some snapshots of the log
        await log.SaveSnapshotAsync("scheduler", Large(290), default);
        await log.DeleteToAsync("scheduler", 250, default);
        for (int member = 0; member < 3; member++) await _members.StopAsync(member);
        _members.StartAll();

        var again = await OpenAsync();
        Assert.Equal(300, await again.OpenAsync("scheduler", default));
        Assert.Equal(290, (await again.LoadSnapshotAsync("scheduler", default))!.Value.Sequence);
        Assert.Equal(Enumerable.Range(251, 50).Select(sequence => (long)sequence), (await ReadAsync(again, 1, 999)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_host_that_lost_its_folder_comes_back_empty_and_catches_up_also_where_only_a_snapshot_has_it_all()
    {
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        for (int sequence = 1; sequence <= 200; sequence++) await log.AppendAsync("scheduler", [Large(sequence)], default);
        await _members.StopAsync(1);
        Directory.Delete(_members.Folder(1), recursive: true);
        for (int sequence = 201; sequence <= 400; sequence++) await log.AppendAsync("scheduler", [Large(sequence)], default);
        _members.Start(1);

        Assert.Equal(400, (await ReadAsync(_members.Log(1), 1, 999)).Count);
        // It counts again: without one of the others it makes up the majority.
        await _members.StopAsync(2);
        await log.AppendAsync("scheduler", [Large(401)], default);
        Assert.Equal(401, (await ReadAsync(_members.Log(1), 1, 999)).Count);
    }

    [Fact]
    public async Task A_majority_of_lost_folders_is_not_taken_for_a_new_cluster()
    {
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        await log.AppendAsync("scheduler", [Event(1)], default);
        foreach (int member in (int[])[1, 2])
        {
            await _members.StopAsync(member);
            Directory.Delete(_members.Folder(member), recursive: true);
            _members.Start(member);
        }
        var refused = await Assert.ThrowsAsync<NoMajorityException>(() => _members.Log(1, patience: 3).OpenAsync("scheduler", default));
        Assert.Contains("more than half of the control hosts have lost their journals", refused.Message);
        Assert.Contains($"{_members.Addresses[0]}", refused.Message);
    }

    [Fact]
    public async Task Without_a_majority_the_missing_are_named_and_with_them_it_goes_on()
    {
        var log = _members.Log(0, patience: 2);
        await _members.Log(0).OpenAsync("warm", default);
        foreach (int member in (int[])[1, 2]) await _members.StopAsync(member);
        var refused = await Assert.ThrowsAsync<NoMajorityException>(() => log.OpenAsync("scheduler", default));
        Assert.Contains($"{_members.Addresses[1]} is out of reach", refused.Message);
        Assert.Contains($"{_members.Addresses[2]} is out of reach", refused.Message);
        Assert.Contains("1 of 3 control hosts see each other, and 2 must", refused.Message);
        _members.Start(1);
        await _members.Log(0).OpenAsync("scheduler", default);
    }

    [Fact]
    public async Task A_million_placements_are_recovered()
    {
        const int Events = 1000, Bytes = 40_000;        // a thousand placements of 40 bytes each
        var log = _members.Log(0);
        await log.OpenAsync("scheduler", default);
        byte[] payload = new byte[Bytes];
        long from = Stopwatch.GetTimestamp();
        for (int sequence = 1; sequence <= Events; sequence++)
            await log.AppendAsync("scheduler", [new Stored(sequence, "batch/1", payload)], default);
        var written = Stopwatch.GetElapsedTime(from);
        for (int member = 0; member < 3; member++) await _members.StopAsync(member);

        from = Stopwatch.GetTimestamp();
        _members.StartAll();
        Assert.Equal(Events, (await ReadAsync(_members.Log(0), 1, long.MaxValue)).Count);
        long disk = new DirectoryInfo(_members.Folder(0)).EnumerateFiles().Sum(file => file.Length);
        Console.WriteLine($"raft: a million placements written in {written.TotalSeconds:F1} s, recovered in {Stopwatch.GetElapsedTime(from).TotalSeconds:F2} s, {disk >> 20} MiB on each disk");
    }

    private static Stored Large(long sequence) => new(sequence, "batch/1", new byte[2000]);
}
