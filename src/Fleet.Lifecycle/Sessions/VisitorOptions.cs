namespace Fleet.Lifecycle.Sessions;

public sealed record VisitorOptions
{
    /// <summary>HOST:PORT of every known door; tried in turn.</summary>
    public required IReadOnlyList<string> Doors { get; init; }

    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a Hello waits for its answer before the next door is tried.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the first unanswered round of all doors; doubles up to <see cref="MaxPause"/>, each times a half to one and a half at random.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(2);
}
