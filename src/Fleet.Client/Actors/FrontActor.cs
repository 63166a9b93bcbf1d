using Akka.Actor;
using Fleet.Client.Messages;
using Fleet.Protocol.Actors;

namespace Fleet.Client.Actors;

/// <summary>The client as an actor: each message is a call of the client, its outcome the answer.</summary>
internal sealed class FrontActor : ReceiveActor
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<IActorRef, List<IActorRef>> _watches = [];

    public FrontActor(FleetClient client)
    {
        Receive<Submit>(m => Answer(client.SubmitAsync(m.Job, m.RequestId, _ended.Token)));
        Receive<Stop>(m => Answer(client.StopAsync(m.Job, m.RequestId, _ended.Token)));
        Receive<Scale>(m => Answer(client.ScaleAsync(m.Job, m.Replicas, m.Group, m.RequestId, _ended.Token)));
        Receive<List>(_ => Answer(client.ListAsync(_ended.Token)));
        Receive<Inspect>(m => Answer(client.InspectAsync(m.Job, _ended.Token)));
        Receive<Result>(m => Answer(client.ResultAsync(m.Job, m.Index, m.Group, _ended.Token)));
        Receive<Nodes>(_ => Answer(client.NodesAsync(_ended.Token)));
        Receive<Messages.Watch>(m =>
        {
            IActorRef subscriber = Sender;      // the actor is made later, elsewhere
            IActorRef watch = Context.ActorOf(ActorFactory.Props(() => new SubscriptionActor(client, subscriber, m.Job, m.FromSequence)));
            Context.WatchWith(watch, new Ended(subscriber, watch));
            (_watches.TryGetValue(subscriber, out List<IActorRef>? all) ? all : _watches[subscriber] = []).Add(watch);
        });
        Receive<Unwatch>(_ => _watches.GetValueOrDefault(Sender)?.ForEach(Context.Stop));
        Receive<Ended>(OnEnded);
    }

    protected override void PostStop()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private void OnEnded(Ended ended)
    {
        if (_watches.TryGetValue(ended.Subscriber, out List<IActorRef>? all) && all.Remove(ended.Watch) && all.Count == 0)
        {
            _watches.Remove(ended.Subscriber);
        }
    }

    private void Answer<T>(Task<T> outcome) => outcome.PipeTo(Sender, Self, failure: error => new Status.Failure(error));

    private sealed record Ended(IActorRef Subscriber, IActorRef Watch);
}
