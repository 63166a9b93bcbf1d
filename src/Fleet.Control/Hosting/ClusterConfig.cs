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

    /// <param name="again">It takes the place of a system that had ended, or never became a member.</param>
    public static Config For(ControlSettings settings, string door, bool again)
    {
        int quorum = settings.ControlHosts / 2 + 1;
        HostPort[] seeds = [.. Seeds(settings, again)];
        return AllowedSerializers.NoJson().WithFallback(ConfigurationFactory.ParseString($$"""
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
                seed-nodes = [{{string.Join(", ", seeds.Select(seed => $"\"akka.tcp://{SystemName}@{seed}\""))}}]
                # For the first, how long it looks for a cluster before it founds one; for the others, how soon they ask again.
                seed-node-timeout = {{(seeds.FirstOrDefault() == settings.ClusterAddress ? "2s" : "500ms")}}
                # A host that finds nobody must not found a cluster of its own beside that of the others.
                min-nr-of-members = {{quorum}}
                log-info = off
                run-coordinated-shutdown-when-down = on
                split-brain-resolver.static-quorum.quorum-size = {{quorum}}
                failure-detector.acceptable-heartbeat-pause = {{(long)settings.BearSilence.TotalMilliseconds}}ms
              }
            }
            """)).WithFallback(settings.ControlHosts > 1 ? Tight : Alone).WithFallback(Common);
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

    // Nobody to gossip with, and nobody to fail over to: a quiet process.
    private static readonly Config Alone = ConfigurationFactory.ParseString("""
        akka {
          scheduler.tick-duration = 20ms
          cluster {
            periodic-tasks-initial-delay = 100ms
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver.active-strategy = static-quorum
          }
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
    private static IEnumerable<HostPort> Seeds(ControlSettings settings, bool again) => again ? Shuffled(settings) : settings.Seeds;

    // Only the first of the list founds a cluster when nobody answers. Should it be the host that died, the others would wait
    // for it for ever; so each comes first in half of its further attempts. That is safe: without a majority nobody is a member.
    private static IEnumerable<HostPort> Shuffled(ControlSettings settings)
    {
        var others = settings.Seeds.Where(seed => seed != settings.ClusterAddress);
        if (others.Count() == settings.Seeds.Length) return settings.Seeds;
        return Random.Shared.Next(2) == 0 ? others.Prepend(settings.ClusterAddress) : others.Append(settings.ClusterAddress);
    }
}
