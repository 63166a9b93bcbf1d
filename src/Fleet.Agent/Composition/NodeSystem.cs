using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Fleet.Agent.Configuration;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Logging;

namespace Fleet.Agent.Composition;

/// <summary>The actor system of the node's own actors: local, with no way in or out.</summary>
internal static class NodeSystem
{
    public static ActorSystem Create(AgentSettings settings)
    {
        var config = NodeSettingsOf.LogLevel(settings).WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              loggers = ["{{HoconType.Name<StderrLogger>()}}"]
              stdout-loglevel = OFF
              scheduler.tick-duration = 50ms      # the shortest delay of a restart is 100 ms
              log-dead-letters = off
              coordinated-shutdown {
                exit-clr = off
                run-by-clr-shutdown-hook = off
                run-by-actor-system-terminate = off
              }
            }
            """));
        return ActorSystem.Create("fleet-node", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)));
    }
}
