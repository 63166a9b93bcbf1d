using Google.Protobuf;

namespace Fleet.Protocol.Serialization;

/// <summary>One message on the wire: its short name with version, and the way there and back.</summary>
internal abstract class MessageCodec(string manifest, Type type)
{
    /// <summary>NAME/VERSION. A changed meaning takes a new version and keeps the old line in the table.</summary>
    public string Manifest { get; } = manifest;

    public Type Type { get; } = type;

    public abstract IMessage ToWire(object message);

    /// <summary>Throws <see cref="InvalidProtocolBufferException"/> when the bytes are no such message.</summary>
    public abstract object FromWire(ReadOnlySpan<byte> bytes);
}

internal sealed class MessageCodec<TMessage, TWire>(
    string manifest, MessageParser<TWire> parser, Func<TMessage, TWire> toWire, Func<TWire, TMessage> fromWire)
    : MessageCodec(manifest, typeof(TMessage))
    where TMessage : notnull
    where TWire : IMessage<TWire>
{
    public override IMessage ToWire(object message) => toWire((TMessage)message);

    public override object FromWire(ReadOnlySpan<byte> bytes) => fromWire(parser.ParseFrom(bytes));
}
