using Akka.Actor;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;

namespace Fleet.Client.Actors;

/// <summary>The client's own remoting system with its visitor: not the user's, of which nothing is asked.</summary>
internal sealed class Outside(FleetClientOptions options)
{
    private ActorSystem? _system;

    public IActorRef Visitor { get; private set; } = ActorRefs.Nobody;

    public void Start(IActorRef owner)
    {
        // A random name for every system: the control host must not take a new one for the old one come back.
        string id = "client-" + Guid.NewGuid().ToString("n")[..12];
        _system = OutsideSystem.Create(id);
        var settings = new VisitorSettings(VisitorRole.Client, id, options.Doors);
        Visitor = _system.ActorOf(Protocol.Visiting.Visitor.Props(settings, owner), "visitor");
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
