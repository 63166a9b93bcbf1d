using System.Diagnostics;
using System.Net;
using System.Text;
using Fleet.Api.Contracts;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fleet.Api.Metrics;

/// <summary>All figures of this agent in one text, read when asked for.</summary>
internal static class MetricsRoute
{
    public static void Map(WebApplication server, FleetApiOptions options) =>
        server.MapGet(Routes.Metrics, http => AnswerAsync(http, options));

    /// <summary>A server for nothing else, in the HTTP/1.1 that collectors speak.</summary>
    public static WebApplication Server(FleetApiOptions options, IPEndPoint address)
    {
        var server = ServerBuilder.Build(kestrel => kestrel.Listen(address, listen => listen.Protocols = HttpProtocols.Http1));
        Map(server, options);
        return server;
    }

    private static async Task AnswerAsync(HttpContext http, FleetApiOptions options)
    {
        long begun = Stopwatch.GetTimestamp();
        var text = new MetricsText();
        AgentMetrics.Write(text, options);
        if (options.Engine is { } engine)
        {
            NodeMetrics.Write(
                text, await engine.Node.ReportAsync(http.RequestAborted), await engine.Node.UsageAsync(http.RequestAborted),
                await engine.Images.ListAsync(http.RequestAborted));
            var containers = await engine.Containers.ListAsync(true, http.RequestAborted);
            ContainerMetrics.Write(text, containers, await ReadAsync(engine.Containers, containers, http.RequestAborted));
        }

        if (options.Client is { } client && options.Roles.Contains("control"))
        {
            text.Gauge("fleet_scheduler_epoch", "Epoch of the scheduler while it lives on this host, else 0.", options.SchedulerEpoch());
            await ClusterMetrics.WriteAsync(text, client(), http.RequestAborted);
        }

        text.Gauge("fleet_scrape_duration_seconds", "How long it took to gather these figures.", Stopwatch.GetElapsedTime(begun).TotalSeconds);
        byte[] body = Encoding.UTF8.GetBytes(text.ToString());
        http.Response.ContentType = MetricsText.ContentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task<List<ContainerUsage>> ReadAsync(
        IContainerEngine engine, IReadOnlyList<Model.ContainerView> containers, CancellationToken cancel)
    {
        var usages = new List<ContainerUsage>();
        foreach (var container in containers.Where(c => c.State is Model.Phase.Running or Model.Phase.Paused))
        {
            try
            {
                await foreach (var usage in engine.StatsAsync(container.Id, follow: false, cancel))
                {
                    usages.Add(usage);
                }
            }
            catch (EngineException e) when (e.Code is EngineError.Conflict or EngineError.NotFound)
            {
                // It ended since it was listed.
            }
        }

        return usages;
    }
}
