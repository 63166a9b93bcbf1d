using Akka.Actor;

namespace Fleet.Client.Watching;

internal sealed record StartWatch(WatchFeed Feed) : INoSerializationVerificationNeeded;

internal sealed record EndWatch(WatchFeed Feed) : INoSerializationVerificationNeeded;

/// <summary>The reader of a feed that was cut off has caught up.</summary>
internal sealed record CaughtUp(WatchFeed Feed) : INoSerializationVerificationNeeded;
