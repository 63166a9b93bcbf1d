using Akka.Actor;
using Fleet.Model;

namespace Fleet.Client.Actors;

/// <summary>Tells the events of a watch to another actor for as long as both live.</summary>
internal sealed class SubscriptionActor : ReceiveActor
{
    private readonly CancellationTokenSource _ended = new();
    private readonly FleetClient _client;
    private readonly IActorRef _subscriber;
    private readonly string _job;
    private readonly long _from;

    public SubscriptionActor(FleetClient client, IActorRef subscriber, string job, long from)
    {
        (_client, _subscriber, _job, _from) = (client, subscriber, job, from);
        Receive<Terminated>(_ => Context.Stop(Self));
        Receive<Status.Failure>(failure =>
        {
            _subscriber.Tell(failure, Self);
            Context.Stop(Self);
        });
    }

    protected override void PreStart()
    {
        Context.Watch(_subscriber);
        IActorRef self = Self;
        _ = Pump(self);
    }

    protected override void PostStop()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private async Task Pump(IActorRef self)
    {
        CancellationToken cancel = _ended.Token;
        try
        {
            await foreach (JobEvent happened in _client.WatchAsync(_job, _from, cancel: cancel).ConfigureAwait(false))
            {
                _subscriber.Tell(happened, self);
            }
        }
        catch (OperationCanceledException)
        {
            // The subscriber or this actor has ended.
        }
        catch (FleetException e)
        {
            self.Tell(new Status.Failure(e), self);
        }
    }
}
