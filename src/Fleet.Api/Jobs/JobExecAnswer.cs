using System.Globalization;
using System.Text;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Streams;
using Fleet.Api.Errors;
using Fleet.Api.Streams;
using Fleet.Client;
using Fleet.Model;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Jobs;

/// <summary>A command in a replica, on whichever node it runs: the caller's frames there, the node's frames back.</summary>
internal static class JobExecAnswer
{
    public static async Task RunAsync(HttpContext http, FleetClient client, string name)
    {
        using var duplex = DuplexAnswer.Of(http);
        var wish = await duplex.OpeningAsync(ApiJson.Default.ExecRequest);
        var replicas = await Replicas.FindAsync(client, name, duplex.Aborted);
        var replica = replicas.FirstOrDefault(r => r.Fact.Phase == Phase.Running)
            ?? throw new RefusedException(409, new ApiError
            {
                Code = ErrorCodes.Conflict,
                Message = $"no replica of {name} is running",
                Cure = $"see 'fleet job ps {name.Split('.')[0]}'",
                ExitCode = 125,
            });
        using var call = await client.ExecAsync(replica.Assignment.Id, wish, duplex.Aborted);
        await duplex.BeginAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(duplex.Aborted);
        try
        {
            var input = ForwardAsync(duplex, call, done.Token);
            while (await call.Read(duplex.Aborted) is var (stderr, content))
            {
                await duplex.Writer.WriteAsync(stderr ? FrameType.Stderr : FrameType.Stdout, content, duplex.Aborted);
            }

            await duplex.Writer.WriteAsync(FrameType.Exit, call.Exit!, ApiJson.Default.ExitInfo, duplex.Aborted);
            await done.CancelAsync();
            await input;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await duplex.FailAsync(e);
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    private static async Task ForwardAsync(DuplexAnswer duplex, ExecCall call, CancellationToken cancel)
    {
        try
        {
            while (await duplex.Reader.ReadAsync(cancel) is { } frame)
            {
                switch (frame.Type)
                {
                    case FrameType.Stdin:
                        await call.Write(frame.Payload, cancel);
                        break;
                    case FrameType.StdinEnd:
                        await call.EndStdin(cancel);
                        break;
                    case FrameType.Detach:
                        call.Dispose();
                        return;
                    case FrameType.Signal:
                        await call.Signal(int.Parse(Encoding.ASCII.GetString(frame.Payload.Span), CultureInfo.InvariantCulture), cancel);
                        break;
                    case FrameType.Resize when JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.TerminalSize) is { } size:
                        await call.Resize(size.Rows, size.Columns, cancel);
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException or InvalidDataException or FormatException or ObjectDisposedException)
        {
            // One side is gone: the output's end says which.
        }
    }
}
