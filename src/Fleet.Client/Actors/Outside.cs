using Akka.Actor;
using Akka.Configuration;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;

namespace Fleet.Client.Actors;

/// <summary>The client's own remoting system with its visitor: not the user's, of which nothing is asked.</summary>
internal sealed class Outside(FleetClientOptions options)
{
    // The same for all systems of this client: the cluster tells its requests by its id, and takes a late word of an earlier system
    // for this client's own and not for that of another of the same name.
    private readonly VisitorSettings _settings = new(VisitorRole.Client, "client-" + Guid.NewGuid().ToString("n")[..12], options.Doors);
    private ActorSystem? _system;

    public IActorRef Visitor { get; private set; } = ActorRefs.Nobody;

    public void Start(IActorRef owner)
    {
        // What is wrong comes as a message and becomes an exception; a program's stderr is its own.
        _system = OutsideSystem.Create(_settings.Id, ConfigurationFactory.ParseString("akka.loglevel = OFF"));
        Visitor = _system.ActorOf(Protocol.Visiting.Visitor.Props(_settings, owner), "visitor");
    }

    public void Replace(IActorRef owner)
    {
        Stop();
        Start(owner);
    }

    public void Stop()
    {
        Visitor.Tell(new Leave("the client closes"), ActorRefs.NoSender);
        ActorSystem? system = _system;
        // A moment for the Goodbye to go out; the session would otherwise last until its lease is over.
        system?.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(100), () => system.Terminate());
        (_system, Visitor) = (null, ActorRefs.Nobody);
    }
}
