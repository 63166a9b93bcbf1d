using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Clients;

/// <summary>Asks for events for as long as the session lives; said again in the next session.</summary>
/// <param name="Number">Names the watch within the session.</param>
/// <param name="FromSequence">The first wanted event; 0: only what comes from now on.</param>
/// <param name="Job">Empty: of all jobs, and of nodes.</param>
public sealed record Watch(long Number, long FromSequence, string Job) : IFleetMessage;

public sealed record Unwatch(long Number) : IFleetMessage;

/// <summary>Also sent without events, as a sign of life.</summary>
/// <param name="NextSequence">Everything before it has been seen: resume from here.</param>
/// <param name="Missed">Events between the wanted one and the oldest that is still kept.</param>
public sealed record WatchEvents(long Number, ImmutableArray<JobEvent> Events, long NextSequence, long Missed) : IFleetMessage;
