using Akka.Actor;
using Akka.Actor.Setup;
using Fleet.Control.Door;
using Fleet.Protocol.Logging;
using Fleet.Protocol.Visiting;

namespace Fleet.Control.Hosting;

/// <summary>Creates the door's actor system.</summary>
internal static class DoorSystem
{
    /// <exception cref="ControlException">It cannot listen.</exception>
    public static ActorSystem Create(ControlSettings settings, DoorContext door)
    {
        try
        {
            var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(DoorConfig.For(settings)), QuietTransport.Setup());
            var system = ActorSystem.Create(DoorPath.SystemName, setup);
            system.ActorOf(DoorActor.Props(door), DoorPath.ActorName);
            return system;
        }
        catch (Exception error) when (error is AggregateException or SystemException)
        {
            throw ListenFailure.Explain("the door", settings.DoorAddress, error);
        }
    }
}
