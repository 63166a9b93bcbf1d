using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Serialization;

namespace Fleet.Protocol.Visiting;

/// <summary>
/// The actor system of a worker or client: remoting without membership. It listens on a loopback port that nobody is told,
/// under a name that nobody can dial, so all it gets comes over the connection that it made: it works behind NAT, and several
/// live in one process.
/// </summary>
public static class OutsideSystem
{
    /// <summary>Creates one called <paramref name="id"/>, which is valid in a host name.</summary>
    /// <param name="more">Laid over the rest, e.g. <c>akka.loglevel</c>.</param>
    public static ActorSystem Create(string id, Config? more = null)
    {
        var config = Config(id);
        var setup = BootstrapSetup.Create().WithConfig(more is null ? config : more.WithFallback(config));
        return ActorSystem.Create("fleet-" + (id.All(IsPlain) ? id : "visitor"), ActorSystemSetup.Create(setup, Logging.QuietTransport.Setup()));
    }

    public static Config Config(string id) => AllowedSerializers.OnlyFleet().WithFallback(ConfigurationFactory.ParseString($$"""
        akka {
          actor.provider = remote
          loggers = ["{{HoconType.Name<Logging.StderrLogger>()}}"]
          loglevel = ERROR          # the visitor itself says when no door answers
          stdout-loglevel = OFF     # stdout belongs to the program
          log-dead-letters = off
          scheduler.tick-duration = 50ms        # leases are seconds: Akka's 10 ms would wake an idle host for nothing
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
          }
          remote {
            retry-gate-closed-for = 300ms         # how long a door is left alone after a failed connection
            log-remote-lifecycle-events = off
            dot-netty.tcp {
              hostname = "127.0.0.1"
              public-hostname = "{{HostName(id)}}.invalid"
              port = 0
              connection-timeout = 3s
            }
          }
        }
        """)).WithFallback(LeanTransport.Config);

    private static string HostName(string id) => string.Concat(id.Select(c => IsPlain(c) ? c : '-'));

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';
}
