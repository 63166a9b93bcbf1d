using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Server;
using Fleet.Client;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Errors;

/// <summary>Turns what was thrown into an answer: a code for programs, words for people, never a stack trace.</summary>
internal static class ErrorAnswers
{
    /// <summary>For every request; <paramref name="stopping"/> ends those that follow something when the agent stops.</summary>
    public static async Task GuardAsync(HttpContext http, RequestDelegate next, CancellationToken stopping)
    {
        var caller = http.RequestAborted;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(caller, stopping);
        http.RequestAborted = ends.Token;
        try
        {
            await next(http);
            if (http.Response is { StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, HasStarted: false })
            {
                await AnswerAsync(http, http.Response.StatusCode, new ApiError
                {
                    Code = ErrorCodes.NotFound,
                    Message = $"{http.Request.Method} {http.Request.Path} is no part of this API",
                    Cure = "compare the versions of fleet and of the agent with 'fleet version'",
                });
            }
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
        catch (Exception e)
        {
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.RequestAborted = caller;
            await AnswerAsync(http, StatusOf(e), Of(e));
        }
    }

    public static ApiError Of(Exception e) => e switch
    {
        RefusedException refused => refused.Error,
        EngineException engine => new ApiError { Code = CodeOf(engine.Code), Message = engine.Message, ExitCode = engine.ExitCode },
        FleetException cluster => ClusterErrors.Of(cluster),
        OperationCanceledException => new ApiError { Code = ErrorCodes.Busy, Message = "the agent is stopping", Cure = "try again when it runs" },
        _ => new ApiError { Code = ErrorCodes.Internal, Message = e.Message.Length > 0 ? e.Message : e.GetType().Name },
    };

    private static string CodeOf(EngineError code) => code switch
    {
        EngineError.NotFound => ErrorCodes.NotFound,
        EngineError.Ambiguous or EngineError.Invalid => ErrorCodes.Invalid,
        EngineError.Conflict => ErrorCodes.Conflict,
        EngineError.StartFailed => ErrorCodes.StartFailed,
        EngineError.Unavailable => ErrorCodes.Busy,
        _ => ErrorCodes.Internal,
    };

    private static int StatusOf(Exception e) => e switch
    {
        RefusedException refused => refused.Status,
        EngineException { Code: EngineError.NotFound } => 404,
        EngineException { Code: EngineError.Ambiguous or EngineError.Invalid } => 400,
        EngineException { Code: EngineError.Conflict } => 409,
        EngineException { Code: EngineError.StartFailed } => 422,
        FleetException cluster => ClusterErrors.StatusOf(cluster),
        EngineException { Code: EngineError.Unavailable } or OperationCanceledException => 503,
        _ => 500,
    };

    private static async Task AnswerAsync(HttpContext http, int status, ApiError error)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
        await Answers.JsonAsync(http, error, ApiJson.Default.ApiError);
    }
}
