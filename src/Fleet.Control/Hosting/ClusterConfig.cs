using Akka.Configuration;
using Fleet.Control.Members;
using Fleet.Control.Members.Downing;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Logging;
using Fleet.Protocol.Serialization;

namespace Fleet.Control.Hosting;

/// <summary>The configuration of the control actor system, a member of the cluster.</summary>
internal static class ClusterConfig
{
    public const string SystemName = "fleet";
    public const string Role = "control";

    /// <summary>Prefix of the role that names a member's door: so all members know all doors, by gossip alone.</summary>
    public const string DoorRole = "door=";

    public static Config For(ControlSettings settings, string door) =>
        AllowedSerializers.NoJson().WithFallback(MemberMessages.Config).WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = cluster
              loglevel = {{settings.LogLevel}}
              remote.retry-gate-closed-for = 300ms
              remote.dot-netty.tcp {
                hostname = "{{settings.BindTo(settings.ClusterAddress)}}"
                public-hostname = "{{settings.ClusterAddress.Host}}"
                port = {{settings.ClusterAddress.Port}}
              }
              cluster {
                roles = ["{{Role}}", "{{DoorRole}}{{door}}"]
                # A host that finds nobody must not found a cluster of its own beside that of the others.
                min-nr-of-members = {{settings.Quorum}}
                log-info = off
                run-coordinated-shutdown-when-down = on
                failure-detector.acceptable-heartbeat-pause = {{(long)settings.BearSilence.TotalMilliseconds}}ms
              }
            }
            """)).WithFallback(settings.ControlHosts > 1 ? Tight : Alone).WithFallback(Common);

    /// <summary>What control and door systems share.</summary>
    public static readonly Config Common = ConfigurationFactory.ParseString($$"""
        akka {
          loggers = ["{{HoconType.Name<StderrLogger>()}}"]
          stdout-loglevel = OFF
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown {
            exit-clr = off                        # an actor system ends, the process goes on
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
          }
          remote.log-remote-lifecycle-events = off
        }
        """).WithFallback(LeanTransport.Config);

    // Nobody to gossip with, and nobody to fail over to: a quiet process.
    private static readonly Config Alone = ConfigurationFactory.ParseString("""
        akka {
          scheduler.tick-duration = 20ms
          cluster {
            periodic-tasks-initial-delay = 100ms
            downing-provider-class = "Akka.Cluster.NoDowning, Akka.Cluster"
          }
        }
        """);

    // A silent host counts as missing after 1 s: the pause that is borne (BearSilence) and what the heartbeats' spread adds. Connections are given up soon, for those begun during a partition would be tried again only seconds after its end.
    private static readonly Config Tight = ConfigurationFactory.ParseString($$"""
        akka {
          scheduler.tick-duration = 10ms
          remote {
            dot-netty.tcp.connection-timeout = 1s
            handshake-timeout = 2s
          }
          cluster {
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            unreachable-nodes-reaper-interval = 100ms
            periodic-tasks-initial-delay = 100ms
            allow-weakly-up-members = off
            # How soon one asks again to be let in: the first asking, under an address that the cluster knows, only puts the old one out.
            retry-unsuccessful-join-after = 500ms
            singleton.hand-over-retry-interval = 200ms
            failure-detector {
              heartbeat-interval = 100ms
              min-std-deviation = 30ms
              expected-response-after = 500ms
              threshold = 8
            }
            downing-provider-class = "{{HoconType.Name<QuorumDowning>()}}"
          }
        }
        """);

    /// <summary>Missing for so long, a host is put out.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromMilliseconds(300);
}
