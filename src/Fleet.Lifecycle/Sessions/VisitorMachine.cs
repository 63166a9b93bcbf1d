namespace Fleet.Lifecycle.Sessions;

public enum VisitorState
{
    /// <summary>Waiting for the next Hello.</summary>
    Outside,
    HelloSent,
    Inside,
}

public sealed record VisitorOptions
{
    /// <summary>HOST:PORT of every known door; tried in turn.</summary>
    public required IReadOnlyList<string> Doors { get; init; }

    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a Hello waits for its answer before the next door is tried.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the first unanswered round of all doors; doubles up to <see cref="MaxPause"/>, each by half to one and a half at random.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// The visitor's side of a session, in workers and clients alike: Hello until welcomed, heartbeats while the lease lasts,
/// Hello again. All times are of CLOCK_BOOTTIME (clock_gettime(2)), which goes on while the host sleeps.
/// </summary>
public sealed partial class VisitorMachine
{
    /// <param name="jitter">Random numbers in [0, 1).</param>
    public VisitorMachine(VisitorOptions options, Func<double> jitter) => throw new NotSupportedException();

    public VisitorState State => throw new NotSupportedException();

    /// <summary>The welcome that holds; null unless inside.</summary>
    public Welcomed? Welcome => throw new NotSupportedException();

    /// <summary>When <see cref="Wake"/> is due.</summary>
    public TimeSpan NextWake => throw new NotSupportedException();

    public IReadOnlyList<VisitorOutput> Step(VisitorInput input, TimeSpan now) => throw new NotSupportedException();
}
