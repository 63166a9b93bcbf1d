using Fleet.Control.Journal;

namespace Fleet.Control.Tests.Journal;

/// <summary>What a log that several control hosts share must keep to besides: one writer, whatever the cluster believes.</summary>
public abstract class SharedLogContract : EventLogContract
{
    private const string Id = "scheduler";

    [SkippableFact]
    public async Task An_older_writer_is_refused_when_it_is_the_first_to_write()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.OpenAsync(Id, default);
        await first.AppendAsync(Id, [Event(1)], default);

        Assert.Equal(1, await second.OpenAsync(Id, default));
        await Assert.ThrowsAsync<FencedException>(() => first.AppendAsync(Id, [Event(2)], default));
        await Assert.ThrowsAsync<FencedException>(() => first.SaveSnapshotAsync(Id, Event(1), default));

        await second.AppendAsync(Id, [Event(2)], default);
        Assert.Equal([1, 2], (await ReadAsync(first, 1, 9)).Select(e => e.Writer));
    }

    [SkippableFact]
    public async Task An_older_writer_is_refused_when_the_newer_one_wrote_first()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.OpenAsync(Id, default);
        await second.OpenAsync(Id, default);
        await second.AppendAsync(Id, [Event(1)], default);
        await Assert.ThrowsAsync<FencedException>(() => first.AppendAsync(Id, [Event(1)], default));
        await Assert.ThrowsAsync<FencedException>(() => first.AppendAsync(Id, [Event(2)], default));
        Assert.Equal(2, Assert.Single(await ReadAsync(first, 1, 9)).Writer);
    }
}
