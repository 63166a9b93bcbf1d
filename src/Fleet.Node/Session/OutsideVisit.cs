using Akka.Actor;
using Akka.Remote;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Visiting;

namespace Fleet.Node.Session;

/// <summary>The visitor in an actor system of its own, which can be replaced alone: nothing of the node lives in it.</summary>
internal sealed class OutsideVisit
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly ActorSystem _system;

    /// <param name="owner">Hears the visitor, and <see cref="Quarantined"/>.</param>
    public OutsideVisit(ActorSystem system, VisitorSettings settings, IActorRef owner)
    {
        _system = system;
        Visitor = system.ActorOf(Protocol.Visiting.Visitor.Props(settings, owner), "visitor");
        system.EventStream.Subscribe(system.ActorOf(ActorFactory.Props(() => new Listener(owner)), "quarantine"), typeof(ThisActorSystemQuarantinedEvent));
    }

    public IActorRef Visitor { get; }

    /// <summary>Says goodbye, if there is a session, and ends the system.</summary>
    public async Task LeaveAsync(string reason)
    {
        try
        {
            await Visitor.GracefulStop(Goodbye, new Leave(reason)).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            // The lease ends by itself.
        }
        await EndAsync().ConfigureAwait(false);
    }

    public Task EndAsync() => _system.Terminate();

    /// <summary>A control host will never again talk to this system (it believes it dead): only another one is heard.</summary>
    internal sealed record Quarantined
    {
        public static readonly Quarantined Instance = new();
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(IActorRef owner) => Receive<ThisActorSystemQuarantinedEvent>(_ => owner.Tell(Quarantined.Instance));
    }
}
