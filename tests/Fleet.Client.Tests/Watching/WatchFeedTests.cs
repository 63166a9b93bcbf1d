using Fleet.Client.Watching;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Client.Tests.Watching;

public sealed class WatchFeedTests
{
    [Fact]
    public void A_reader_that_lags_is_cut_off_and_asks_again_from_where_it_is()
    {
        var feed = new WatchFeed("", 1, capacity: 4);
        Assert.True(feed.Offer(Events(1, 4)));
        Assert.False(feed.Offer(Events(5, 6)));
        Assert.True(feed.IsCutOff);
        Assert.False(feed.HasRoom);
        feed.Taken();
        feed.Taken();
        Assert.True(feed.HasRoom);
        feed.GoOn();
        Assert.Equal(5, feed.Message().FromSequence);
    }

    [Fact]
    public void A_sign_of_life_moves_the_place_without_waking_the_reader()
    {
        var feed = new WatchFeed("", 0, 10);
        Assert.True(feed.Offer(new WatchEvents(1, [], 42, 0)));
        Assert.Equal(42, feed.Next);
        Assert.False(feed.Reader.TryRead(out _));
    }

    [Fact]
    public void Events_seen_before_are_left_out_and_missed_ones_are_said()
    {
        var feed = new WatchFeed("", 3, 10);
        feed.Offer(new WatchEvents(1, [.. Events(1, 4).Events], 5, 7));
        Assert.True(feed.Reader.TryRead(out WatchEvents? read));
        Assert.Equal([3L, 4], read.Events.Select(happened => happened.Sequence));
        Assert.Equal(7, read.Missed);
    }

    private static WatchEvents Events(long first, long last) => new(
        1, [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(i => new JobEvent { Sequence = i, Time = default, Type = JobEventType.JobUp })], last + 1, 0);
}
