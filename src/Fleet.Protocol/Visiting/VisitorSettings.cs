using System.Collections.Immutable;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Visiting;

/// <summary>Who visits which doors.</summary>
/// <param name="Id">A worker's is its node's name, a client's is random; valid in an actor path.</param>
/// <param name="Doors">HOST:PORT each; asked in turn.</param>
public sealed record VisitorSettings(VisitorRole Role, string Id, ImmutableArray<string> Doors)
{
    /// <summary>Random per start of the process.</summary>
    public string Instance { get; init; } = Guid.NewGuid().ToString("n");

    /// <summary>Wait for the answer to a first Hello; doubles up to <see cref="MaxRetry"/>.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMilliseconds(400);

    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromSeconds(1.5);
}
