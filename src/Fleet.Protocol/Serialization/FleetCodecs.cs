using System.Collections.Frozen;
using Google.Protobuf;

namespace Fleet.Protocol.Serialization;

/// <summary>All messages of the wire, by name and by type. What is not here does not cross.</summary>
internal static class FleetCodecs
{
    public static readonly IReadOnlyList<MessageCodec> All =
        [.. SessionMessages.Codecs, .. WorkerMessages.Codecs, .. ClientMessages.Codecs];

    private static readonly FrozenDictionary<string, MessageCodec> ByManifest = All.ToFrozenDictionary(codec => codec.Manifest);
    private static readonly FrozenDictionary<Type, MessageCodec> ByType = All.ToFrozenDictionary(codec => codec.Type);

    public static MessageCodec Of(object message) => ByType.TryGetValue(message.GetType(), out var codec)
        ? codec
        : throw new ArgumentException($"{message.GetType()} is no message of Fleet's protocol", nameof(message));

    public static MessageCodec Of(string manifest) => ByManifest.TryGetValue(manifest, out var codec)
        ? codec
        : throw new ArgumentException($"'{manifest}' is no message that this version of Fleet knows", nameof(manifest));

    public static byte[] Write(object message) => Of(message).ToWire(message).ToByteArray();

    public static object Read(string manifest, ReadOnlySpan<byte> bytes) => Of(manifest).FromWire(bytes);
}
