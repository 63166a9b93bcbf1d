using System.Text.Json.Serialization;

namespace Fleet.Benchmarks.Figures;

/// <summary>One line of the result. Without measurements (<see cref="N"/> 0) the figures are null and <see cref="Note"/> says why.</summary>
internal sealed record Row
{
    public required string Suite { get; init; }

    public required string Measure { get; init; }

    /// <summary>Who was measured.</summary>
    public required string Subject { get; init; }

    /// <summary><c>ms</c>, <c>s</c>, <c>MB</c> (10^6 bytes), <c>containers</c>.</summary>
    public required string Unit { get; init; }

    public required int N { get; init; }

    public double? Median { get; init; }

    public double? P99 { get; init; }

    /// <summary>Who it is compared with; null for a row that stands alone.</summary>
    public string? Peer { get; init; }

    /// <summary>The subject's median divided by the peer's.</summary>
    public double? Ratio { get; init; }

    [JsonIgnore]
    public string Note { get; init; } = "";
}
