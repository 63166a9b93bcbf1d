using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Node.Engine;
using Microsoft.AspNetCore.Http;

namespace Fleet.Api.Streams;

/// <summary>A further command in a running container.</summary>
internal static class ExecAnswer
{
    /// <summary>
    /// How long the output is read on after the command has ended. What it left running in the background may hold its pipes
    /// for ever; what the command itself wrote is in them already.
    /// </summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(300);

    public static async Task RunAsync(HttpContext http, IContainerEngine engine, string name)
    {
        using var duplex = DuplexAnswer.Of(http);
        var wish = await duplex.OpeningAsync(ApiJson.Default.ExecRequest);
        await using var execution = await engine.ExecAsync(name, Spec(wish), duplex.Aborted);
        await duplex.BeginAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(duplex.Aborted);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(duplex.Aborted);
        try
        {
            await duplex.Writer.WriteAsync(FrameType.Started, default(ReadOnlyMemory<byte>), duplex.Aborted);
            if (wish.Detach)
            {
                await duplex.Writer.WriteAsync(FrameType.Exit, new ExitInfo(0), ApiJson.Default.ExitInfo, duplex.Aborted);
                return;
            }

            var pump = new StreamPump(duplex, execution, number => execution.SignalAsync(number, done.Token))
            {
                Detached = leaves.Cancel,
                Input = wish.Stdin ? InputRule.Whole : InputRule.None,
            };
            var input = pump.InputAsync(done.Token);
            var output = pump.OutputAsync(done.Token);
            int code = await execution.WaitAsync(leaves.Token);
            await Task.WhenAny(output, Task.Delay(Drain, duplex.Aborted));
            await duplex.Writer.WriteAsync(FrameType.Exit, new ExitInfo(code), ApiJson.Default.ExitInfo, duplex.Aborted);
            await done.CancelAsync();
            await input;
        }
        catch (OperationCanceledException) when (leaves.IsCancellationRequested && !duplex.Aborted.IsCancellationRequested)
        {
            // It was left with the detach keys, and goes on.
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

    private static ExecSpec Spec(ExecRequest wish) => new()
    {
        Command = [.. wish.Command],
        Environment = [.. wish.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        User = wish.User,
        WorkingDirectory = wish.WorkingDirectory,
        OpenStdin = wish.Stdin,
        Detached = wish.Detach,
        Terminal = wish.Terminal is { } size ? new Fleet.Node.Engine.TerminalSize((uint)size.Rows, (uint)size.Columns) : null,
    };
}
