using Akka.Actor;
using Akka.Serialization;

namespace Fleet.Protocol.Serialization;

/// <summary>The one serializer of the door. A manifest is a short name looked up in a table, never a type name from outside.</summary>
public sealed class FleetSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>On every message of the wire; Akka's own are below 100.</summary>
    public const int WireIdentifier = 4710;

    public override int Identifier => WireIdentifier;

    public override string Manifest(object o) => FleetCodecs.Of(o).Manifest;

    public override byte[] ToBinary(object obj) => FleetCodecs.Write(obj);

    public override object FromBinary(byte[] bytes, string manifest) => FleetCodecs.Read(manifest, bytes);
}
