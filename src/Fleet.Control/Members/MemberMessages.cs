using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Fleet.Control.Members.Downing;
using Fleet.Control.Members.Founding;
using Fleet.Protocol.Actors;
using Google.Protobuf;

namespace Fleet.Control.Members;

/// <summary>The messages of Wire/members.proto between control hosts.</summary>
internal sealed class MemberMessages(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string StandingName = "standing/1", ReachedName = "reached/1";

    /// <summary>Lay it over the rest of the configuration.</summary>
    public static readonly Config Config = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.members = "{{HoconType.Name<MemberMessages>()}}"
          serialization-bindings {
            "{{HoconType.Name<Standing>()}}" = members
            "{{HoconType.Name<Reached>()}}" = members
          }
        }
        """);

    // Akka's own are below 100, and Fleet's wire has 4710.
    public override int Identifier => 4712;

    public override string Manifest(object o) => o is Standing ? StandingName : ReachedName;

    public override byte[] ToBinary(object obj) => obj switch
    {
        Standing standing => new Wire.Standing { Footing = (int)standing.Footing, Reach = standing.Reach }.ToByteArray(),
        Reached reached => new Wire.Reached { Hosts = { reached.Hosts } }.ToByteArray(),
        _ => throw new ArgumentException($"{obj.GetType()} is no message among control hosts", nameof(obj)),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        StandingName when Wire.Standing.Parser.ParseFrom(bytes) is var standing => new Standing((Footing)standing.Footing, standing.Reach),
        ReachedName => new Reached([.. Wire.Reached.Parser.ParseFrom(bytes).Hosts]),
        _ => throw new ArgumentException($"'{manifest}' is no message among control hosts that this version of Fleet knows", nameof(manifest)),
    };
}
