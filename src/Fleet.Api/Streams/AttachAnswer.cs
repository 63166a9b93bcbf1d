using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OutputPosition = Fleet.Node.Engine.OutputPosition;
using TerminalSize = Fleet.Node.Engine.TerminalSize;

namespace Fleet.Api.Streams;

/// <summary>
/// Joins a container's streams, run after run while its restart policy goes on, until it rests, and tells how it ended. With
/// <c>start</c> it is started too; with <c>from</c> it goes on where an earlier call was cut off.
/// </summary>
internal static class AttachAnswer
{
    public static async Task RunAsync(HttpContext http, IContainerEngine engine, string name)
    {
        using var duplex = DuplexAnswer.Of(http);
        var wish = await duplex.OpeningAsync(ApiJson.Default.AttachRequest);
        var options = Options(wish);
        var streams = await engine.AttachAsync(name, options, duplex.Aborted);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(duplex.Aborted);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(duplex.Aborted);
        string id = streams.Id;
        var pump = new StreamPump(duplex, streams, number => engine.KillAsync(id, number, done.Token))
        {
            Detached = leaves.Cancel,
            Input = !wish.Stdin ? InputRule.None : wish.StdinOnce ? InputRule.Whole : InputRule.Shared,
        };
        try
        {
            await duplex.BeginAsync();
            var input = pump.InputAsync(done.Token);
            while (true)
            {
                var position = streams.Position;
                await duplex.Writer.WriteAsync(
                    FrameType.Started, new Contracts.Containers.OutputPosition(position.Run, position.Stdout, position.Stderr), ApiJson.Default.OutputPosition, duplex.Aborted);
                await pump.OutputAsync(leaves.Token);
                if (await NextAsync(engine, streams, pump, leaves.Token) is not { } next)
                {
                    break;
                }

                await streams.DisposeAsync();
                streams = await engine.AttachAsync(id, options with { Start = false, From = next }, leaves.Token);
                await pump.JoinAsync(streams);
            }

            var exit = await engine.WaitAsync(id, leaves.Token);
            await duplex.Writer.WriteAsync(FrameType.Exit, new ExitInfo(exit.ExitCode, exit.OomKilled, exit.Message), ApiJson.Default.ExitInfo, duplex.Aborted);
            await done.CancelAsync();
            await input;
        }
        catch (OperationCanceledException) when (pump.IsDetached)
        {
            // The answer ends here: the caller knows by it that all it typed has arrived.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await duplex.FailAsync(e);
        }
        finally
        {
            await done.CancelAsync();
            bool stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
            if (wish is { Stdin: true, StdinOnce: true } && !pump.IsDetached && !stopping && streams.Stdin is { } stdin)
            {
                await stdin.DisposeAsync();     // whoever fed it is gone for good
            }

            await streams.DisposeAsync();
        }
    }

    /// <summary>Where its output goes on: where we were too slow for it, or with its next run; null where it rests.</summary>
    private static async Task<OutputPosition?> NextAsync(IContainerEngine engine, IContainerAttachment streams, StreamPump pump, CancellationToken cancel)
    {
        var begun = streams.Position;
        return streams.WasCut ? begun with { Stdout = begun.Stdout + pump.Stdout, Stderr = begun.Stderr + pump.Stderr }
            : await engine.NextRunAsync(streams.Id, begun.Run, cancel) is { } run ? new OutputPosition(run, 0, 0)
            : null;
    }

    private static AttachOptions Options(AttachRequest wish) => new()
    {
        Stdin = wish.Stdin,
        Start = wish.Start,
        Terminal = wish.Terminal is { } size ? new TerminalSize((uint)size.Rows, (uint)size.Columns) : null,
        From = wish.From is { } from ? new OutputPosition(from.Run, from.Stdout, from.Stderr) : null,
    };
}
