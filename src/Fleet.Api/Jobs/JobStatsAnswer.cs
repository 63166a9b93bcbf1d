using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Server;
using Fleet.Client;
using Fleet.Model;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Jobs;

/// <summary>
/// What the replicas of a job use, each read at its node. Once: one array. Following: an array a round, with replicas that come and
/// go, until the caller goes.
/// </summary>
internal static class JobStatsAnswer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static async Task WriteAsync(HttpContext http, FleetClient client, string name)
    {
        var round = await RoundAsync(client, name, http.RequestAborted);
        if (!Answers.Flag(http, "stream"))
        {
            await Answers.JsonAsync(http, round, ApiJson.Default.ImmutableArrayStatsInfo);
            return;
        }

        while (true)
        {
            await Answers.LineAsync(http, round, ApiJson.Default.ImmutableArrayStatsInfo);
            await Task.Delay(Pause, http.RequestAborted);
            round = await RoundAsync(client, name, http.RequestAborted);
        }
    }

    private static async Task<ImmutableArray<StatsInfo>> RoundAsync(FleetClient client, string name, CancellationToken cancel)
    {
        var running = (await Replicas.FindAsync(client, name, cancel)).Where(replica => replica.Fact.Phase is Phase.Running or Phase.Paused);
        var readings = await Task.WhenAll(running.Select(replica => ReadAsync(client, replica, cancel)));
        return [.. readings.OfType<StatsInfo>()];
    }

    /// <summary>Null when it has ended, or its node cannot be reached, while we went round.</summary>
    private static async Task<StatsInfo?> ReadAsync(FleetClient client, AllocationView replica, CancellationToken cancel)
    {
        try
        {
            return await client.StatsAsync(replica.Assignment.Id, cancel) is { } reading ? reading with { Node = replica.Node } : null;
        }
        catch (FleetException)
        {
            return null;
        }
    }
}
