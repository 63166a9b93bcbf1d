using Akka.Actor;
using Fleet.Protocol.Serialization;
using Google.Protobuf;

namespace Fleet.Protocol.Sessions;

/// <summary>
/// Sends messages of any size in frames that leave room for others: beyond <see cref="MaxBytes"/> in pieces. One for each
/// direction of a session.
/// </summary>
public sealed class Parts
{
    /// <summary>Of one piece. Akka's frame holds 128,000 bytes; heartbeats wait behind at most one piece.</summary>
    public const int MaxBytes = 60 * 1024;

    private long _stream;

    /// <summary>Tells <paramref name="message"/>, whole or in pieces.</summary>
    public void Tell(IActorRef to, IFleetMessage message, IActorRef sender)
    {
        foreach (var piece in Split(message)) to.Tell(piece, sender);
    }

    /// <summary>The message itself when it is small.</summary>
    public IEnumerable<IFleetMessage> Split(IFleetMessage message)
    {
        var codec = FleetCodecs.Of(message);
        var wire = codec.ToWire(message);
        if (wire.CalculateSize() <= MaxBytes) return [message];

        byte[] bytes = wire.ToByteArray();
        int count = (bytes.Length + MaxBytes - 1) / MaxBytes;
        long stream = ++_stream;
        return Enumerable.Range(0, count).Select(index => new Part(stream, index, count, codec.Manifest,
            bytes.AsMemory(index * MaxBytes, Math.Min(MaxBytes, bytes.Length - index * MaxBytes))));
    }
}

/// <summary>Joins what <see cref="Parts"/> cut. A hole drops the message: whoever needs it says it again.</summary>
public sealed class PartReader
{
    /// <summary>Of one message; beyond it the sender is ill or ill-willed, and its pieces are dropped.</summary>
    public const int MaxMessageBytes = 64 << 20;

    private readonly List<Part> _parts = [];

    /// <summary>The whole message once its last piece has come; null until then.</summary>
    /// <exception cref="ArgumentException">The joined bytes are no message of ours.</exception>
    public IFleetMessage? Add(Part part)
    {
        if (part.Index == 0) _parts.Clear();
        if (!Continues(part))
        {
            _parts.Clear();
            return null;
        }
        _parts.Add(part);
        if (_parts.Count < part.Count) return null;

        byte[] whole = new byte[_parts.Sum(piece => piece.Data.Length)];
        int at = 0;
        foreach (var piece in _parts)
        {
            piece.Data.Span.CopyTo(whole.AsSpan(at));
            at += piece.Data.Length;
        }
        _parts.Clear();
        return (IFleetMessage)FleetCodecs.Read(part.Manifest, whole);
    }

    private bool Continues(Part part) =>
        part.Index == _parts.Count
        && part.Count is > 0 and <= MaxMessageBytes / Parts.MaxBytes
        && part.Data.Length <= Parts.MaxBytes
        && (_parts.Count == 0 || (_parts[0].Stream == part.Stream && _parts[0].Count == part.Count));
}
