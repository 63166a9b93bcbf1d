using Akka.Configuration;
using Fleet.Control.Door;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Serialization;

namespace Fleet.Control.Hosting;

/// <summary>The configuration of the door's actor system: accepts only, speaks Fleet's messages only.</summary>
internal static class DoorConfig
{
    public static Config For(ControlSettings settings) => AllowedSerializers.OnlyFleet().WithFallback(ConfigurationFactory.ParseString($$"""
        akka {
          actor.provider = remote
          loglevel = {{settings.LogLevel}}
          scheduler.tick-duration = 50ms      # leases are seconds: Akka's 10 ms would wake an idle host for nothing
          remote {
            adapters.inbound-only = "{{HoconType.Name<InboundOnlyProvider>()}}"
            untrusted-mode = on     # a second bolt behind the serializers: no PoisonPill, no selections
            retry-gate-closed-for = 300ms
            dot-netty.tcp {
              applied-adapters = [inbound-only]
              hostname = "{{settings.BindTo(settings.DoorAddress)}}"
              public-hostname = "{{settings.DoorAddress.Host}}"
              port = {{settings.DoorAddress.Port}}
            }
          }
        }
        """)).WithFallback(ClusterConfig.Common);
}
