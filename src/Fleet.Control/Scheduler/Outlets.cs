using System.Collections.Immutable;
using Akka.Actor;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Control.Scheduler;

/// <summary>Whom the scheduler's outputs go to.</summary>
internal sealed class Outlets
{
    private readonly Dictionary<string, AttachNode> _nodes = [];
    private readonly Dictionary<RequestKey, HashSet<IActorRef>> _expected = [];
    private readonly HashSet<IActorRef> _watchers = [];

    public void Attach(AttachNode attach)
    {
        if (!_nodes.TryGetValue(attach.Node, out var present) || present.Number < attach.Number) _nodes[attach.Node] = attach;
    }

    public void Detach(DetachNode detach)
    {
        if (_nodes.TryGetValue(detach.Node, out var present) && present.Number == detach.Number) _nodes.Remove(detach.Node);
    }

    public void Add(IActorRef watcher) => _watchers.Add(watcher);

    public void Remove(IActorRef watcher) => _watchers.Remove(watcher);

    /// <summary>A repeated request may come over another session than the first: all who asked are answered.</summary>
    public void Expect(Carry carry)
    {
        if (!_expected.TryGetValue(carry.Command.Request, out var asking)) _expected.Add(carry.Command.Request, asking = []);
        asking.Add(carry.ReplyTo);
    }

    public void Release(IReadOnlyList<SchedulerOutput> outputs)
    {
        var events = ImmutableArray.CreateBuilder<JobEvent>();
        foreach (var output in outputs)
        {
            switch (output)
            {
                case Publish publish:
                    events.Add(publish.Event);
                    break;
                case Reply reply:
                    if (_expected.Remove(reply.Request, out var asking)) foreach (var who in asking) who.Tell(reply, ActorRefs.NoSender);
                    break;
                case SendAssignments send:
                    Tell(send.Node, send.Set.Session, send);
                    break;
                case AcknowledgeFacts acknowledge:
                    Tell(acknowledge.Node, acknowledge.Session, acknowledge);
                    break;
                case ResolveImage resolve:
                    Tell(resolve.Node, resolve.Session, resolve);
                    break;
                default:
                    throw new ArgumentException($"{output.GetType()} has no outlet", nameof(outputs));
            }
        }
        if (events.Count == 0) return;
        var published = new Published(events.ToImmutable());
        foreach (var watcher in _watchers) watcher.Tell(published, ActorRefs.NoSender);
    }

    private void Tell(string node, long session, SchedulerOutput output)
    {
        if (_nodes.TryGetValue(node, out var attached) && attached.Number == session) attached.Session.Tell(output, ActorRefs.NoSender);
    }
}
