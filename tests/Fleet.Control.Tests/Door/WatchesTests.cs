using System.Collections.Immutable;
using Fleet.Control.Door;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Control.Tests.Door;

public class WatchesTests
{
    private readonly Watches _watches = new();

    [Fact]
    public void Events_that_come_before_the_beginning_of_a_watch_are_in_the_beginning_and_not_told_twice()
    {
        _watches.Add(1, "web");
        Assert.Empty(_watches.Take([Event(5, "web")]));
        Assert.Equal([4, 5], Told(_watches.Begin(new WatchBegun(1, [Event(4, "web"), Event(5, "web")], 6, 0))));
        Assert.Equal([6], Told(_watches.Take([Event(6, "web")])));
        Assert.Empty(_watches.Take([Event(6, "web")]));
    }

    [Fact]
    public void Only_events_of_the_watched_job_are_told_and_the_progress_over_the_others()
    {
        _watches.Add(1, "web");
        Assert.Single(_watches.Begin(new WatchBegun(1, [], 1, 0)));
        Assert.Empty(_watches.Take([Event(1, "db"), Event(2, "db")]));
        Assert.Equal(3, Assert.Single(_watches.Progress()).NextSequence);
        Assert.Empty(_watches.Progress());
        Assert.Equal([4], Told(_watches.Take([Event(3, "db"), Event(4, "web")])));
        Assert.Empty(_watches.Progress());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(200, 1)]
    [InlineData(201, 2)]
    [InlineData(400, 2)]
    public void Many_events_are_cut_into_messages_that_resume_where_the_last_ended(int count, int messages)
    {
        _watches.Add(1, "");
        var events = Enumerable.Range(10, count).Select(i => Event(i, "web")).ToImmutableArray();
        var told = _watches.Begin(new WatchBegun(1, events, 10 + count, 3)).ToList();
        Assert.Equal(messages, told.Count);
        Assert.Equal(events.Select(e => e.Sequence), Told(told));
        Assert.Equal(3, told[0].Missed);
        Assert.All(told.Skip(1), message => Assert.Equal(0, message.Missed));
        Assert.Equal(10 + count, told[^1].NextSequence);
        foreach (var (first, second) in told.Zip(told.Skip(1))) Assert.Equal(second.Events[0].Sequence, first.NextSequence);
    }

    [Fact]
    public void A_number_in_use_is_not_given_to_a_second_watch_and_one_that_ended_is_told_nothing()
    {
        Assert.True(_watches.Add(1, ""));
        Assert.False(_watches.Add(1, "web"));
        _watches.Remove(1);
        Assert.True(_watches.IsEmpty);
        Assert.Empty(_watches.Begin(new WatchBegun(1, [Event(1, "web")], 2, 0)));
    }

    private static IEnumerable<long> Told(IEnumerable<WatchEvents> messages) => messages.SelectMany(message => message.Events).Select(e => e.Sequence);

    private static JobEvent Event(long sequence, string job) =>
        new() { Sequence = sequence, Time = DateTimeOffset.UnixEpoch, Type = JobEventType.JobUp, Job = job };
}
