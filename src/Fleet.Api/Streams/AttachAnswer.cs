using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Streams;

/// <summary>Joins a container's streams; with <c>start</c> it is started once joined, and its end is told.</summary>
internal static class AttachAnswer
{
    public static async Task RunAsync(HttpContext http, IContainerEngine engine, string name)
    {
        using var duplex = DuplexAnswer.Of(http);
        var wish = await duplex.OpeningAsync(ApiJson.Default.AttachRequest);
        await using var streams = await engine.AttachAsync(name, duplex.Aborted);

        // Asked before the start: a container that is removed at its end has no end to ask for afterwards.
        var ending = engine.WaitAsync(name, duplex.Aborted);
        if (wish.Start)
        {
            await engine.StartAsync(name, CancellationToken.None);
        }

        await duplex.BeginAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(duplex.Aborted);
        try
        {
            await duplex.Writer.WriteAsync(FrameType.Started, default(ReadOnlyMemory<byte>), duplex.Aborted);
            var pump = new StreamPump(duplex, streams, number => engine.KillAsync(name, number, done.Token));
            var input = pump.InputAsync(wish.Stdin, done.Token);
            await pump.OutputAsync(duplex.Aborted);
            var exit = await ending;
            await duplex.Writer.WriteAsync(FrameType.Exit, new ExitInfo(exit.ExitCode, exit.OomKilled, exit.Message), ApiJson.Default.ExitInfo, duplex.Aborted);
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
}
