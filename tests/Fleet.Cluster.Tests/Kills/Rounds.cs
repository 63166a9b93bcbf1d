using System.Globalization;

namespace Fleet.Cluster.Tests.Kills;

/// <summary>How often something is killed: a few times by default, <c>FLEET_KILL_ROUNDS=50</c> for the whole.</summary>
internal static class Rounds
{
    private const int ByDefault = 6;

    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("FLEET_KILL_ROUNDS"), CultureInfo.InvariantCulture, out int given) ? given : ByDefault;

    /// <summary>Of the instants; printed, so that a failure can be repeated as far as a kill can.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("FLEET_KILL_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Environment.TickCount & 0xFFFF;
}
