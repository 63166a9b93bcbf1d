using Akka.Event;

namespace Fleet.Protocol.Logging;

/// <summary>
/// Drops what Akka's transport says of every connection that ends, at the level of an error: visitors come and go, and a
/// session that is lost is reported where it matters.
/// </summary>
public static class QuietTransport
{
    public static LogFilterSetup Setup() => new LogFilterBuilder().ExcludeSourceContaining("/system/endpointManager").Build();
}
