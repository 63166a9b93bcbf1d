using System.Threading.Channels;
using Akka.Actor;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Client.Watching;

/// <summary>
/// The events of one watch on their way from the client's actor to its reader. It remembers where it stands, so that the next
/// session goes on from there; a reader that lags too far behind is cut off and asks again once it has read what it has.
/// </summary>
internal sealed class WatchFeed(string job, long fromSequence, int capacity) : INoSerializationVerificationNeeded
{
    private readonly Channel<WatchEvents> _channel = Channel.CreateUnbounded<WatchEvents>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private int _waiting;

    public string Job { get; } = job;

    /// <summary>Of the watch within its session; the client's actor gives it.</summary>
    public long Number { get; set; }

    /// <summary>The first event that is still wanted; 0: only what comes from now on.</summary>
    public long Next { get; private set; } = fromSequence;

    /// <summary>The reader lags: nothing is taken in until <see cref="HasRoom"/>.</summary>
    public bool IsCutOff { get; private set; }

    public bool HasRoom => Volatile.Read(ref _waiting) <= capacity / 2;

    public ChannelReader<WatchEvents> Reader => _channel.Reader;

    /// <summary>False when the reader must catch up first; then the events are dropped, to be asked for again.</summary>
    public bool Offer(WatchEvents events)
    {
        if (IsCutOff || events.NextSequence < Next)
        {
            return !IsCutOff;
        }

        if (Volatile.Read(ref _waiting) + events.Events.Length > capacity && Volatile.Read(ref _waiting) > 0)
        {
            IsCutOff = true;
            return false;
        }

        // Events that came before, in an earlier session, are left out.
        WatchEvents fresh = events with { Events = [.. events.Events.Where(happened => happened.Sequence >= Next)] };
        Next = events.NextSequence;
        if (fresh.Events.Length > 0 || fresh.Missed > 0)
        {
            Interlocked.Add(ref _waiting, fresh.Events.Length);
            _channel.Writer.TryWrite(fresh);
        }

        return true;
    }

    /// <summary>The reader's: an event has been taken.</summary>
    public void Taken() => Interlocked.Decrement(ref _waiting);

    public void GoOn() => IsCutOff = false;

    public Watch Message() => new(Number, Next, Job);

    public void Fail(Exception error) => _channel.Writer.TryComplete(error);
}
