using System.Threading.Channels;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Events;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Events;

/// <summary>What happens on this node and in the cluster, in one stream of lines.</summary>
internal static class EventRoutes
{
    /// <summary>How long past events of the cluster, which have no end of their own, are collected when none are to be followed.</summary>
    private static readonly TimeSpan PastOnly = TimeSpan.FromSeconds(1);

    public static void Map(WebApplication server, FleetApiOptions options) =>
        server.MapGet(Routes.Events, http => WriteAsync(http, options));

    private static async Task WriteAsync(HttpContext http, FleetApiOptions options)
    {
        var now = options.Time.GetUtcNow();
        var (since, until) = (Answers.Time(http, "since"), Answers.Time(http, "until"));
        bool follow = until is null || until > now;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        if (until is not null)
        {
            over.CancelAfter(follow ? until.Value - now : PastOnly);
        }

        http.Response.ContentType = "application/x-ndjson";
        await http.Response.StartAsync(http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        var events = Channel.CreateBounded<EventInfo>(new BoundedChannelOptions(256) { SingleReader = true });
        var sources = CollectAsync(options, since, follow, events.Writer, over.Token);
        await foreach (var e in events.Reader.ReadAllAsync(http.RequestAborted))
        {
            if ((since is null || e.Time >= since) && (until is null || e.Time <= until))
            {
                await Answers.LineAsync(http, e, ApiJson.Default.EventInfo);
            }
        }

        await sources;
    }

    private static async Task CollectAsync(FleetApiOptions options, DateTimeOffset? since, bool follow, ChannelWriter<EventInfo> to, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(LocalAsync(options, since, follow, to, cancel), ClusterAsync(options, since, to, cancel));
        }
        catch (OperationCanceledException)
        {
            // The wanted end, or the caller's.
        }
        finally
        {
            to.Complete();
        }
    }

    private static async Task LocalAsync(FleetApiOptions options, DateTimeOffset? since, bool follow, ChannelWriter<EventInfo> to, CancellationToken cancel)
    {
        if (options.Engine is { } engine)
        {
            await foreach (var e in engine.EventsAsync(since, follow, cancel))
            {
                await to.WriteAsync(Info(e, options.Name), cancel);
            }
        }
    }

    private static async Task ClusterAsync(FleetApiOptions options, DateTimeOffset? since, ChannelWriter<EventInfo> to, CancellationToken cancel)
    {
        if (options.Client is { } client)
        {
            await foreach (var e in client().WatchAsync(fromSequence: since is null ? 0 : 1, cancel: cancel))
            {
                await to.WriteAsync(EventInfo.From(e), cancel);
            }
        }
    }

    private static EventInfo Info(NodeEvent e, string node) => new()
    {
        Time = e.Time,
        Type = e.Type,
        Action = e.Action,
        Id = e.Id,
        Name = e.Name,
        Node = node,
        Job = e.Attributes.GetValueOrDefault("job", ""),
        ExitCode = int.TryParse(e.Attributes.GetValueOrDefault("exitCode"), out int code) ? code : null,
        OomKilled = e.Action == "oom",
        Attributes = e.Attributes,
    };
}
