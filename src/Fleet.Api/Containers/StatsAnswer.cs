using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Containers;

/// <summary>
/// Statistics of some or all containers. Once: two readings half a second apart, so that there is a rate, as one array.
/// Following: a line for each reading, or with <c>rounds</c> a line for each round of readings.
/// </summary>
internal static class StatsAnswer
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);

    public static async Task WriteAsync(HttpContext http, IContainerEngine engine)
    {
        string[] names = Answers.Query(http, "names")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (Answers.Query(http, "stream") is not "true")
        {
            await OnceAsync(http, engine, names);
            return;
        }

        var before = await RoundAsync(engine, names, [], http.RequestAborted);
        bool rounds = Answers.Flag(http, "rounds");
        for (var pause = FirstInterval; ; pause = Interval)
        {
            await Task.Delay(pause, http.RequestAborted);
            before = await RoundAsync(engine, names, before, http.RequestAborted);
            if (rounds)
            {
                await Answers.LineAsync(http, before, ApiJson.Default.ImmutableArrayStatsInfo);
            }

            foreach (var reading in rounds ? [] : before)
            {
                await Answers.LineAsync(http, reading, ApiJson.Default.StatsInfo);
            }

            if (names.Length > 0 && before.Length == 0)
            {
                return;
            }
        }
    }

    public static async Task OnceAsync(HttpContext http, IContainerEngine engine, string[] names)
    {
        var readings = await RoundAsync(engine, names, [], http.RequestAborted);
        if (readings.Length > 0)
        {
            await Task.Delay(FirstInterval, http.RequestAborted);
            readings = await RoundAsync(engine, names, readings, http.RequestAborted);
        }

        await Answers.JsonAsync(http, readings, ApiJson.Default.ImmutableArrayStatsInfo);
    }

    private static async Task<ImmutableArray<StatsInfo>> RoundAsync(
        IContainerEngine engine, string[] names, ImmutableArray<StatsInfo> before, CancellationToken cancel)
    {
        IEnumerable<string> wanted = names.Length > 0 ? names : (await engine.ListAsync(false, cancel)).Select(view => view.Id);
        var readings = ImmutableArray.CreateBuilder<StatsInfo>();
        foreach (string name in wanted)
        {
            try
            {
                await foreach (var usage in engine.StatsAsync(name, follow: false, cancel))
                {
                    var reading = ContainerMapping.Stats(usage);
                    readings.Add(WithRate(reading, before.FirstOrDefault(b => b.Id == reading.Id)));
                }
            }
            catch (EngineException e) when (e.Code is EngineError.Conflict or EngineError.NotFound && (names.Length == 0 || before.Length > 0))
            {
                // It ended while we went round; asked for by name it is a fault only at the first reading.
            }
        }

        return readings.ToImmutable();
    }

    private static StatsInfo WithRate(StatsInfo now, StatsInfo? before) =>
        before is null || now.Time <= before.Time ? now
            : now with { Cpu = Math.Round((now.CpuUsage - before.CpuUsage) / ((now.Time - before.Time).TotalSeconds * 1e9), 4) };
}
