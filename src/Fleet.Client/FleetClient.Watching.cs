using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Client.Actors;
using Fleet.Client.Watching;
using Fleet.Model;
using Fleet.Protocol.Clients;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>
    /// What happens, in order and without an event twice, for as long as it is read. When the control host changes or comes back
    /// it goes on where it stopped.
    /// </summary>
    /// <param name="job">Empty: of all jobs, and of nodes.</param>
    /// <param name="fromSequence">The first wanted event, such as <see cref="Submission.Sequence"/>; 0: only what comes from now on.</param>
    /// <param name="missed">Told how many events were no longer kept when they were asked for.</param>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        string job = "", long fromSequence = 0, Action<long>? missed = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var feed = new WatchFeed(job, fromSequence, _options.WatchBuffer);
        _actor.Tell(new StartWatch(feed));
        try
        {
            await foreach (WatchEvents events in feed.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            {
                if (events.Missed > 0)
                {
                    missed?.Invoke(events.Missed);
                }

                foreach (JobEvent happened in events.Events)
                {
                    feed.Taken();
                    yield return happened;
                }

                if (feed.IsCutOff && feed.HasRoom)
                {
                    _actor.Tell(new CaughtUp(feed));
                }
            }
        }
        finally
        {
            _actor.Tell(new EndWatch(feed));
        }
    }

    /// <summary>
    /// The same as messages: each <see cref="JobEvent"/> is told to <paramref name="subscriber"/>. The watch ends with the subscriber,
    /// or when the returned actor is stopped; should it fail, the subscriber is told a <see cref="Status.Failure"/>.
    /// </summary>
    public IActorRef Watch(IActorRef subscriber, string job = "", long fromSequence = 0) =>
        _system.ActorOf(Props.CreateBy(new SubscriptionProducer(this, subscriber, job, fromSequence)));

    private sealed class SubscriptionProducer(FleetClient client, IActorRef subscriber, string job, long fromSequence) : IIndirectActorProducer
    {
        public Type ActorType => typeof(SubscriptionActor);

        public ActorBase Produce() => new SubscriptionActor(client, subscriber, job, fromSequence);

        public void Release(ActorBase actor)
        {
        }
    }
}
