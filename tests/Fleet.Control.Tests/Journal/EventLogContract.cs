using System.Diagnostics;
using System.Text;
using Fleet.Control.Hosting;
using Fleet.Control.Journal;

namespace Fleet.Control.Tests.Journal;

/// <summary>What every backend's log must keep to.</summary>
public abstract class EventLogContract
{
    private const string Id = "scheduler";

    /// <summary>Another writer's view of the same log, or the same log opened again.</summary>
    private protected abstract Task<IEventLog> OpenAsync();

    /// <summary>Whatever still holds the log in memory ends; what is opened next has only the disk.</summary>
    private protected virtual Task ForgetAsync() => Task.CompletedTask;

    /// <summary>Of one copy; 0 where nobody can tell.</summary>
    private protected virtual long BytesOnDisk => 0;

    [SkippableFact]
    public async Task What_was_appended_is_read_in_order_and_by_pages()
    {
        await using var log = await OpenAsync();
        Assert.Equal(0, await log.OpenAsync(Id, default));
        for (long first = 1; first <= 600; first += 100)
            await log.AppendAsync(Id, [.. Enumerable.Range(0, 100).Select(i => Event(first + i))], default);

        Assert.Equal([.. Enumerable.Range(1, 600).Select(i => (long)i)], (await ReadAsync(log, 1, long.MaxValue)).Select(e => e.Sequence));
        var some = await ReadAsync(log, 255, 300, max: 20);
        Assert.Equal((255L, 274L, 20), (some[0].Sequence, some[^1].Sequence, some.Count));
        Assert.Equal("event 255", Encoding.UTF8.GetString(some[0].Payload.Span));
        Assert.Equal("batch/1", some[0].Manifest);
        Assert.Equal(1, some[0].Writer);
    }

    [SkippableFact]
    public async Task The_highest_number_is_known_after_all_events_are_deleted()
    {
        await using var log = await OpenAsync();
        await log.OpenAsync(Id, default);
        await log.AppendAsync(Id, [Event(1), Event(2), Event(3)], default);
        await log.DeleteToAsync(Id, 2, default);
        Assert.Equal([3], (await ReadAsync(log, 1, long.MaxValue)).Select(e => e.Sequence));
        await log.DeleteToAsync(Id, 3, default);
        Assert.Equal(3, await log.OpenAsync(Id, default));
    }

    [SkippableFact]
    public async Task A_snapshot_replaces_the_earlier_one()
    {
        await using var log = await OpenAsync();
        await log.OpenAsync(Id, default);
        Assert.Null(await log.LoadSnapshotAsync(Id, default));
        await log.SaveSnapshotAsync(Id, new Stored(5, "snapshot/1", new byte[] { 5 }), default);
        await log.SaveSnapshotAsync(Id, new Stored(9, "snapshot/1", new byte[] { 9 }), default);
        var loaded = await log.LoadSnapshotAsync(Id, default);
        Assert.Equal((9L, "snapshot/1", (byte)9), (loaded!.Value.Sequence, loaded.Value.Manifest, loaded.Value.Payload.Span[0]));
    }

    [SkippableFact]
    public async Task Ids_do_not_mix()
    {
        await using var log = await OpenAsync();
        await log.OpenAsync("a", default);
        await log.OpenAsync("b", default);
        await log.AppendAsync("a", [Event(1)], default);
        Assert.Empty(await ReadAsync(log, 1, long.MaxValue, id: "b"));
        Assert.Equal(0, await log.OpenAsync("b", default));
    }

    [SkippableFact]
    public async Task A_log_that_was_not_opened_takes_nothing()
    {
        await using var log = await OpenAsync();
        await Assert.ThrowsAsync<FencedException>(() => log.AppendAsync(Id, [Event(1)], default));
        await Assert.ThrowsAsync<FencedException>(() => log.SaveSnapshotAsync(Id, Event(1), default));
    }

    [SkippableFact]
    public async Task Events_and_snapshots_are_there_after_a_restart()
    {
        await using (var log = await OpenAsync())
        {
            await log.OpenAsync(Id, default);
            for (int sequence = 1; sequence <= 300; sequence++) await log.AppendAsync(Id, [Large(sequence, 2000)], default);
            await log.SaveSnapshotAsync(Id, Large(290, 2000), default);
            await log.DeleteToAsync(Id, 250, default);
        }
        await ForgetAsync();

        await using var again = await OpenAsync();
        Assert.Equal(300, await again.OpenAsync(Id, default));
        Assert.Equal(290, (await again.LoadSnapshotAsync(Id, default))!.Value.Sequence);
        Assert.Equal(Enumerable.Range(251, 50).Select(sequence => (long)sequence), (await ReadAsync(again, 1, 999)).Select(e => e.Sequence));
    }

    [SkippableFact]
    public async Task A_million_allocations_are_recovered_from_a_snapshot_and_the_events_after_it()
    {
        var million = new MillionLogContract(Id);
        long from = Stopwatch.GetTimestamp();
        await using (var log = await OpenAsync()) await million.WriteAsync(log);
        var written = Stopwatch.GetElapsedTime(from);
        await ForgetAsync();

        from = Stopwatch.GetTimestamp();
        await using var again = await OpenAsync();
        var recovered = await million.RecoverAsync(again);
        var took = Stopwatch.GetElapsedTime(from);
        MillionLogContract.Check(recovered);
        Console.WriteLine($"{GetType().Name}: a million allocations, {million.Written / 1e6:F1} MB of events and snapshot, written in {written.TotalSeconds:F1} s, "
            + $"recovered in {took.TotalSeconds:F2} s, {BytesOnDisk / 1e6:F1} MB on disk");
    }

    [SkippableFact]
    public async Task Of_two_writers_no_more_than_one_can_write()
    {
        await using var first = await OpenAsync();
        await first.OpenAsync(Id, default);
        await first.AppendAsync(Id, [Event(1)], default);
        IEventLog second;
        try
        {
            second = await OpenAsync();
        }
        catch (ControlException refused)
        {
            Assert.Contains("in use by process", refused.Message);      // one host's journal: its holder keeps it
            await first.AppendAsync(Id, [Event(2)], default);
            return;
        }
        await using (second)
        {
            Assert.Equal(1, await second.OpenAsync(Id, default));
            await Assert.ThrowsAsync<FencedException>(() => first.AppendAsync(Id, [Event(2)], default));
            await second.AppendAsync(Id, [Event(2)], default);
        }
    }

    private protected static Stored Large(long sequence, int bytes) => new(sequence, "batch/1", new byte[bytes]);

    private protected static Stored Event(long sequence) => new(sequence, "batch/1", Encoding.UTF8.GetBytes($"event {sequence}"));

    private protected static async Task<List<Stored>> ReadAsync(IEventLog log, long from, long to, long max = long.MaxValue, string id = Id)
    {
        var read = new List<Stored>();
        await foreach (var stored in log.ReadAsync(id, from, to, max, default)) read.Add(stored);
        return read;
    }
}
