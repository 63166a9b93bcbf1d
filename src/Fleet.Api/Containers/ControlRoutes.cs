using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Linux.Processes;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Containers;

/// <summary>Containers: what is done to one that is there.</summary>
internal static class ControlRoutes
{
    /// <summary>docker's restart -t -1: the stop signal, and no SIGKILL after it.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(3650);

    public static void Map(WebApplication server, FleetApiOptions options)
    {
        IContainerControl Control() => (options.Engine ?? throw RefusedException.NoEngine(options.Name)).Control;

        void Post(string action, Func<HttpContext, Task> act) => server.MapPost($"{Routes.Containers}/{{name}}/{action}", act.Invoke);

        server.MapGet(Routes.Containers + "/{name}/processes", async http =>
        {
            var rows = await Control().ProcessesAsync(Answers.Name(http), http.RequestAborted);
            await Answers.JsonAsync(http, [.. rows.Select(Mapped)], ApiJson.Default.ImmutableArrayProcessInfo);
        });

        Post("pause", http => Control().PauseAsync(Answers.Name(http), http.RequestAborted));
        Post("unpause", http => Control().UnpauseAsync(Answers.Name(http), http.RequestAborted));
        Post("rename", http => Control().RenameAsync(
            Answers.Name(http), Answers.Query(http, "to") ?? throw RefusedException.Invalid("the new name is missing"), http.RequestAborted));
        Post("restart", http =>
        {
            TimeSpan? grace = Answers.Number(http, "timeout") is { } seconds ? seconds < 0 ? Never : TimeSpan.FromSeconds(seconds) : null;
            // Not cancelled with the caller: what was stopped is started again.
            return Control().RestartAsync(Answers.Name(http), grace, CancellationToken.None);
        });
        Post("update", async http =>
        {
            var wish = await Answers.BodyAsync(http, ApiJson.Default.UpdateContainer);
            await Control().UpdateAsync(
                Answers.Name(http), wish.Limits, wish.Restart is { } text ? RestartRule.Parse(text) : null, http.RequestAborted);
        });
    }

    private static ProcessInfo Mapped(ProcessRow row) => new(
        row.Pid, row.Parent, row.User, row.State.ToString(), row.Nice, row.Terminal, row.CpuTime.TotalSeconds, row.Age.TotalSeconds,
        row.VirtualBytes, row.ResidentBytes, row.Name, row.Command);
}
