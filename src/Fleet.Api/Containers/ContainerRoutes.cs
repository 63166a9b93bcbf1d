using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Inspect;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Containers;

/// <summary>Containers: all that is asked and answered once.</summary>
internal static class ContainerRoutes
{
    /// <summary>docker's stop -t -1: the stop signal, and no SIGKILL after it.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(3650);

    public static void Map(WebApplication server, FleetApiOptions options)
    {
        IContainerEngine Engine() => (options.Engine ?? throw RefusedException.NoEngine(options.Name)).Containers;

        server.MapGet(Routes.Containers, async http =>
        {
            var views = await Engine().ListAsync(Answers.Flag(http, "all"), http.RequestAborted);
            await Answers.JsonAsync(http, [.. views.Select(ContainerMapping.Info)], ApiJson.Default.ImmutableArrayContainerInfo);
        });
        server.MapPost(Routes.Containers, http => CreateAsync(http, Engine()));
        server.MapGet(Routes.Containers + "/{name}", async http =>
            await Answers.JsonAsync(http, InspectMapping.Of(await Engine().InspectAsync(Answers.Name(http), http.RequestAborted)), InspectJson.Plain.InspectInfo));
        server.MapDelete(Routes.Containers + "/{name}", http => Engine().RemoveAsync(Answers.Name(http), Answers.Flag(http, "force"), CancellationToken.None));
        server.MapPost(Routes.Containers + "/{name}/start", async http =>
        {
            // Not cancelled with the caller: a start that was asked for is carried through.
            await Engine().StartAsync(Answers.Name(http), CancellationToken.None);
        });
        server.MapPost(Routes.Containers + "/{name}/stop", async http =>
        {
            TimeSpan? grace = Answers.Number(http, "timeout") is { } seconds ? seconds < 0 ? Never : TimeSpan.FromSeconds(seconds) : null;
            await Engine().StopAsync(Answers.Name(http), grace, http.RequestAborted);
        });
        server.MapPost(Routes.Containers + "/{name}/kill", http =>
            Engine().KillAsync(Answers.Name(http), Answers.Query(http, "signal") ?? "KILL", http.RequestAborted));
        server.MapGet(Routes.Containers + "/{name}/wait", async http =>
        {
            var exit = await Engine().WaitAsync(Answers.Name(http), http.RequestAborted);
            await Answers.JsonAsync(http, new ExitInfo(exit.ExitCode, exit.OomKilled, exit.Message), ApiJson.Default.ExitInfo);
        });
        server.MapGet(Routes.Stats, http => StatsAnswer.WriteAsync(http, Engine()));
    }

    private static async Task CreateAsync(HttpContext http, IContainerEngine engine)
    {
        var wanted = await Answers.BodyAsync(http, ApiJson.Default.CreateContainer);
        var create = new CreateOptions
        {
            Name = wanted.Name,
            AutoRemove = wanted.AutoRemove,
            VolumesFrom = wanted.VolumesFrom,
            Restart = RestartRule.Parse(wanted.Restart),
            Pull = wanted.Pull switch
            {
                "missing" => PullPolicy.Missing,
                "always" => PullPolicy.Always,
                "never" => PullPolicy.Never,
                _ => throw RefusedException.Invalid($"pull is one of missing, always, never, not '{wanted.Pull}'"),
            },
            TerminalSize = wanted.TerminalSize is { } size ? new Fleet.Node.Engine.TerminalSize((uint)size.Rows, (uint)size.Columns) : null,
        };
        await ProgressAnswer.RunAsync(
            http,
            progress => engine.CreateAsync(wanted.Spec, create, progress, http.RequestAborted),
            line => new CreateProgress { Progress = line },
            view => new CreateProgress { Created = new CreatedContainer(view.Id, view.Name) },
            error => new CreateProgress { Error = error },
            ApiJson.Default.CreateProgress);
    }
}
