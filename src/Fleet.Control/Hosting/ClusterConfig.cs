using Akka.Configuration;
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

    public static Config For(ControlSettings settings, string door)
    {
        int quorum = settings.ControlHosts / 2 + 1;
        return AllowedSerializers.NoJson().WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = cluster
              loglevel = {{settings.LogLevel}}
              remote.retry-gate-closed-for = 300ms
              remote.dot-netty.tcp { hostname = "{{settings.BindTo(settings.ClusterAddress)}}", public-hostname = "{{settings.ClusterAddress.Host}}", port = {{settings.ClusterAddress.Port}} }
              cluster {
                roles = ["{{Role}}", "{{DoorRole}}{{door}}"]
                seed-nodes = [{{Seeds(settings)}}]
                seed-node-timeout = 2s
                # A host that finds nobody must not found a cluster of its own beside that of the others.
                min-nr-of-members = {{quorum}}
                log-info = off
                run-coordinated-shutdown-when-down = on
                split-brain-resolver.static-quorum.quorum-size = {{quorum}}
              }
            }
            """)).WithFallback(Tight).WithFallback(Common);
    }

    /// <summary>What control and door systems share.</summary>
    public static readonly Config Common = ConfigurationFactory.ParseString($$"""
        akka {
          loggers = ["{{typeof(StderrLogger).FullName}}, {{typeof(StderrLogger).Assembly.GetName().Name}}"]
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
        """);

    // Fail-over in 1.65 s (median after kill -9, three control hosts) without a flap under pauses of 400 ms.
    private static readonly Config Tight = ConfigurationFactory.ParseString("""
        akka {
          scheduler.tick-duration = 10ms
          cluster {
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            unreachable-nodes-reaper-interval = 100ms
            periodic-tasks-initial-delay = 100ms
            down-removal-margin = 1ms             # "off" would mean stable-after
            singleton.hand-over-retry-interval = 200ms
            failure-detector {
              heartbeat-interval = 100ms
              acceptable-heartbeat-pause = 500ms
              min-std-deviation = 30ms
              expected-response-after = 500ms
              threshold = 8
            }
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver {
              active-strategy = static-quorum
              stable-after = 300ms
              down-all-when-unstable = off
            }
          }
        }
        """);

    // Alone, without seeds, a host founds its cluster by joining itself, at the port that it was given.
    private static string Seeds(ControlSettings settings) =>
        string.Join(", ", settings.Seeds.Select(seed => $"\"akka.tcp://{SystemName}@{seed}\""));
}
