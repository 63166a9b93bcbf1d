using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport;

namespace Fleet.Control.Door;

/// <summary>
/// A transport that accepts and never dials. Akka answers a message by dialling its sender's address, and the sender writes
/// that address himself: without this, anyone lets the door connect to a place of his choice. Answers still reach honest
/// senders, since Akka first looks for a connection that came from that address.
/// </summary>
internal sealed class InboundOnlyTransport(Transport inner, ILoggingAdapter log) : Transport
{
    public override string SchemeIdentifier => inner.SchemeIdentifier;

    public override long MaximumPayloadBytes => inner.MaximumPayloadBytes;

    public override bool IsResponsibleFor(Address remote) => inner.IsResponsibleFor(remote);

    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() => inner.Listen();

    public override Task<bool> Shutdown() => inner.Shutdown();

    public override Task<bool> ManagementCommand(object message) => inner.ManagementCommand(message);

    public override Task<AssociationHandle> Associate(Address remoteAddress)
    {
        log.Debug("not dialled: {0}", remoteAddress);
        return Task.FromException<AssociationHandle>(new InvalidAssociationException($"the door never dials: {remoteAddress}"));
    }
}

/// <summary>Named in the door's configuration as an adapter of its transport.</summary>
public sealed class InboundOnlyProvider : ITransportAdapterProvider
{
    public Transport Create(Transport wrappedTransport, ExtendedActorSystem system) =>
        new InboundOnlyTransport(wrappedTransport, Logging.GetLogger(system, "door-transport"));
}
