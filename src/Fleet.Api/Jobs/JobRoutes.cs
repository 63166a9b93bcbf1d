using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Events;
using Fleet.Api.Contracts.Jobs;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Jobs;

/// <summary>Jobs: passed on to the cluster by the client that this process holds.</summary>
internal static class JobRoutes
{
    public static void Map(WebApplication server, FleetApiOptions options)
    {
        FleetClient Client() => (options.Client ?? throw RefusedException.NoCluster(options.Name))();

        server.MapGet(Routes.Jobs, async http =>
            await Answers.JsonAsync(http, [.. (await Client().ListAsync(http.RequestAborted)).Select(JobMapping.Info)], ApiJson.Default.ImmutableArrayJobInfo));
        server.MapPost(Routes.Jobs, http => SubmitAsync(http, Client()));
        server.MapGet(Routes.Jobs + "/{name}", async http =>
            await Answers.JsonAsync(http, JobMapping.Detail(await Client().InspectAsync(Answers.Name(http), http.RequestAborted)), ApiJson.Default.JobDetail));
        server.MapGet(Routes.Jobs + "/{name}/allocations", async http =>
            await Answers.JsonAsync(http, JobMapping.Detail(await Client().InspectAsync(Answers.Name(http), http.RequestAborted)).Allocations, ApiJson.Default.ImmutableArrayAllocationInfo));
        server.MapGet(Routes.Jobs + "/{name}/history", async http =>
            await Answers.JsonAsync(http, JobMapping.History(await Client().InspectAsync(Answers.Name(http), http.RequestAborted)), ApiJson.Default.ImmutableArrayJobVersionInfo));
        server.MapPost(Routes.Jobs + "/{name}/stop", async http =>
        {
            var accepted = await Client().StopAsync(Answers.Name(http), cancel: http.RequestAborted);
            await AnswerAsync(http, Answers.Name(http), accepted);
        });
        server.MapPost(Routes.Jobs + "/{name}/scale", http => ScaleAsync(http, Client()));
        server.MapGet(Routes.Jobs + "/{name}/result", http => ResultAsync(http, Client()));
        server.MapGet(Routes.Jobs + "/{name}/events", http => EventsAsync(http, Client()));
    }

    private static async Task SubmitAsync(HttpContext http, FleetClient client)
    {
        var wish = await Answers.BodyAsync(http, ApiJson.Default.SubmitJob);
        var accepted = await client.SubmitAsync(wish.Job, wish.RequestId, http.RequestAborted);
        await Answers.JsonAsync(http, new JobAnswer
        {
            Job = accepted.Job,
            Message = accepted.Message,
            Version = accepted.Version.Number,
            Digest = accepted.Version.Digest,
            Sequence = accepted.Sequence,
        }, ApiJson.Default.JobAnswer);
    }

    private static async Task ScaleAsync(HttpContext http, FleetClient client)
    {
        var wish = await Answers.BodyAsync(http, ApiJson.Default.ScaleJob);
        Accepted? last = null;
        foreach (var (group, replicas) in wish.Replicas)
        {
            last = await client.ScaleAsync(Answers.Name(http), replicas, group, wish.RequestId is { } id ? $"{id}.{group}" : null, http.RequestAborted);
        }

        await AnswerAsync(http, Answers.Name(http), last ?? throw RefusedException.Invalid("no number of replicas was given"));
    }

    private static async Task ResultAsync(HttpContext http, FleetClient client)
    {
        var replicas = await Replicas.FindAsync(client, Answers.Name(http), http.RequestAborted);
        await Answers.JsonAsync(http,
            [.. replicas.Select(r => JobResult.Of(r.Assignment.Name, r.Assignment.Attempt, r.Fact.ExitCode, r.Fact.Result.IsDefault ? [] : r.Fact.Result.AsSpan()))],
            ApiJson.Default.ImmutableArrayJobResult);
    }

    private static async Task EventsAsync(HttpContext http, FleetClient client)
    {
        long from = Answers.Number(http, "from") ?? 0;
        await foreach (var e in client.WatchAsync(Answers.Name(http), from, cancel: http.RequestAborted))
        {
            await Answers.LineAsync(http, EventInfo.From(e), ApiJson.Default.EventInfo);
        }
    }

    private static Task AnswerAsync(HttpContext http, string job, Accepted accepted) =>
        Answers.JsonAsync(http, new JobAnswer { Job = job, Message = accepted.Message, Sequence = accepted.Sequence }, ApiJson.Default.JobAnswer);
}
