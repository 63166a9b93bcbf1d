namespace Fleet.Node.Incidents;

/// <summary>Something that a container ran into and went on, as an event tells it.</summary>
/// <param name="Kind">The event's action: one of <see cref="IncidentKinds"/>.</param>
/// <param name="Attributes">What the event says of it; <c>count</c> among them.</param>
internal sealed record Incident(string Kind, IReadOnlyList<(string Key, string Value)> Attributes);

/// <summary>docker's word where it has one.</summary>
internal static class IncidentKinds
{
    /// <summary>The kernel killed processes for want of memory.</summary>
    public const string Oom = "oom";

    /// <summary>Forks failed at the limit of pids.</summary>
    public const string PidsLimit = "pids-limit";

    /// <summary>It began to run out of its CPU quota.</summary>
    public const string Throttled = "throttled";

    /// <summary>Its tasks began to wait much for a resource.</summary>
    public const string Pressure = "pressure";
}
