using Fleet.Api.Containers;
using Fleet.Api.Contracts;
using Fleet.Api.Errors;
using Fleet.Api.Server;
using Fleet.Api.Streams;
using Fleet.Node.Engine;
using Fleet.Protocol.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Remote;

/// <summary>Logs, statistics and exec of a job's allocation for a client that has a ticket for it from the control host.</summary>
internal static class AllocationRoutes
{
    public static void Map(WebApplication server, ILocalEngine engine, TimeProvider time)
    {
        server.MapGet(Routes.Allocations + "/{name}/logs", http =>
        {
            Check(http, engine, time, TicketPurpose.Logs);
            return LogsAnswer.WriteAsync(http, engine.Containers, Answers.Name(http));
        });
        server.MapGet(Routes.Allocations + "/{name}/stats", http =>
        {
            Check(http, engine, time, TicketPurpose.Stats);
            return StatsAnswer.OnceAsync(http, engine.Containers, [Answers.Name(http)]);
        });
        server.MapPost(Routes.Allocations + "/{name}/exec", http =>
        {
            Check(http, engine, time, TicketPurpose.Exec);
            return ExecAnswer.RunAsync(http, engine.Containers, Answers.Name(http));
        });
    }

    private static void Check(HttpContext http, ILocalEngine engine, TimeProvider time, string purpose)
    {
        string token = http.Request.Headers.Authorization.ToString();
        token = token.StartsWith(Routes.TicketScheme + " ", StringComparison.OrdinalIgnoreCase) ? token[(Routes.TicketScheme.Length + 1)..].Trim() : "";
        if (Ticket.Verify(engine.Node.TicketKey.Span, token, purpose, Answers.Name(http), time.GetUtcNow(), out string why) is null)
        {
            throw RefusedException.Forbidden(token.Length == 0 ? "a ticket from the control host is needed here" : why);
        }
    }
}
