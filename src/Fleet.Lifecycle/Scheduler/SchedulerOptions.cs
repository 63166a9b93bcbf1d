namespace Fleet.Lifecycle.Scheduler;

public sealed record SchedulerOptions
{
    /// <summary>Breaks ties between equal nodes; the same seed and inputs give the same placements.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long the answer to a request id is kept.</summary>
    public TimeSpan RememberRequests { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a job that is over (complete, failed, stopped) stays in listings, with its results.</summary>
    public TimeSpan KeepJobs { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Records of ended allocations kept for each replica.</summary>
    public int KeepEnded { get; init; } = 5;

    /// <summary>Events kept for watches that resume.</summary>
    public int KeepEvents { get; init; } = 10_000;

    /// <summary>Versions of a job kept for its history, those in use aside.</summary>
    public int KeepVersions { get; init; } = 10;

    /// <summary>When assignments that a node has not taken in are sent again, as a whole.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a submit waits for its images to be resolved, and after recovery for a node that has them.</summary>
    public TimeSpan ResolveWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an image that nobody is known to have is waited for: whoever imports it and then submits is not told it is not there.</summary>
    public TimeSpan ReportsWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after recovery an image that nobody has is waited for, since nodes are still coming back.</summary>
    public TimeSpan SettleAfterRecovery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Serials of allocations begin above it. A cluster that begins draws it at random, so that the names of its allocations, and
    /// with them their control groups, are not those of another cluster on the same machine.
    /// </summary>
    public ulong FirstSerial { get; init; }

    /// <summary>The registry of names that hold none; null when there is none.</summary>
    public string? DefaultRegistry { get; init; }

    /// <summary>Placements of one turn; the rest follows in the next, so that nobody else waits long.</summary>
    public int PlacementsPerTurn { get; init; } = 20_000;

    /// <summary>About how many bytes one assignment set may take.</summary>
    public int SetBytes { get; init; } = 48 * 1024;
}
