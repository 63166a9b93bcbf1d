using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.Serialization;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Serialization;

/// <summary>
/// Leaves an actor system with Fleet's serializer and no other. Akka finds the serializer of an arriving message by its
/// number; a number that nobody owns is refused before a byte of the message is read. So Newtonsoft, PoisonPill, remote
/// deployment and remote DeathWatch do not exist on this wire.
/// </summary>
public static class AllowedSerializers
{
    /// <summary>Fleet's alone; lay it over the rest of the configuration.</summary>
    public static Config OnlyFleet()
    {
        // Akka brings its own list and a configuration can only add to it: so every name on it is given to Refused.
        var brought = ConfigurationFactory.Default()
            .WithFallback(ConfigurationFactory.FromResource<RemoteActorRefProvider>("Akka.Remote.Configuration.Remote.conf"));
        var refused = brought.GetConfig("akka.actor.serializers").AsEnumerable()
            .Select(entry => $"akka.actor.serializers.{entry.Key} = \"{HoconType.Name<RefusedSerializer>()}\"");
        return ConfigurationFactory.ParseString(string.Join('\n', refused)).WithFallback(Fleet());
    }

    /// <summary>Fleet's beside those that Akka brings.</summary>
    public static Config Fleet() => ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.fleet = "{{HoconType.Name<FleetSerializer>()}}"
          serialization-bindings."{{HoconType.Name<IFleetMessage>()}}" = fleet
        }
        """);

    /// <summary>For a system that speaks Akka's own protocols (a cluster's): all but Newtonsoft's, which builds any type it is told.</summary>
    public static Config NoJson() =>
        ConfigurationFactory.ParseString($"akka.actor.serializers.json = \"{HoconType.Name<RefusedSerializer>()}\"");
}

/// <summary>Stands where a foreign serializer was; its number is on no message.</summary>
public sealed class RefusedSerializer(ExtendedActorSystem system) : Serializer(system)
{
    // Akka calls this one for serializers that have settings.
    public RefusedSerializer(ExtendedActorSystem system, Config _) : this(system)
    {
    }

    public override int Identifier => -4711;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new NotSupportedException($"{obj.GetType()} is no message of Fleet's protocol");

    public override object FromBinary(byte[] bytes, Type type) => throw new NotSupportedException("not a message of Fleet's protocol");
}
