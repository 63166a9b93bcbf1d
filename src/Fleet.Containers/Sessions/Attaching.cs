using Fleet.Containers.Logs;
using Fleet.Containers.Shims;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Containers.Sessions;

/// <summary>
/// Joins what a shim tells from now on to what the log has from before. The shim says how far the output was when it took the
/// client in, and nothing of what follows is let through until the log has been read up to there.
/// </summary>
internal static class Attaching
{
    /// <exception cref="ShimRefusedException">It has ended, or just ends.</exception>
    public static async Task<AttachSession> LiveAsync(RunningContainer container, string run, bool stdin, AttachSetup setup, CancellationToken cancel)
    {
        var streams = new ProcessStreams(endsAtLoss: true);
        var earlier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        streams.Earlier = earlier;
        try
        {
            ShimFrame answer = await streams.BeginAsync(
                container.Folder.Path, run, stdin, FrameKind.Attach, new AttachMessage(stdin, setup.Stdout, setup.Stderr).Write, cancel).ConfigureAwait(false);
            var reader = new WireReader(answer.Payload);
            AttachedMessage attached = AttachedMessage.Read(ref reader);
            var now = new OutputPosition(run, attached.Stdout, attached.Stderr);
            var session = new AttachSession(streams, setup.From ?? now, container.ResizeAsync);
            if (setup.From is { } from && from != now)
            {
                _ = Task.Run(() => ReplayAsync(container, session, streams, setup, from, now, earlier), CancellationToken.None);
            }
            else
            {
                earlier.SetResult();
            }

            return session;
        }
        catch
        {
            earlier.TrySetResult();
            await streams.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Of a container that has ended: what it still had to say.</summary>
    public static AttachSession Ended(RunningContainer container, AttachSetup setup, OutputPosition from)
    {
        var streams = new ProcessStreams(endsAtLoss: true);
        var session = new AttachSession(streams, from, container.ResizeAsync);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(() => ReplayAsync(container, session, streams, setup, from, null, all), CancellationToken.None);
        _ = all.Task.ContinueWith(_ => streams.Complete(), TaskScheduler.Default);
        return session;
    }

    private static async Task ReplayAsync(
        RunningContainer container, AttachSession session, ProcessStreams streams, AttachSetup setup, OutputPosition from, OutputPosition? to,
        TaskCompletionSource done)
    {
        var batch = new OutputBatch(streams, setup);
        try
        {
            foreach (ReplayPiece piece in new OutputReplay(container.Folder.Logs, from, to, container.RunId).Read())
            {
                if (streams.Disposed.IsCancellationRequested)
                {
                    return;
                }

                if (piece.IsGap)
                {
                    await batch.FlushAsync().ConfigureAwait(false);
                    session.SayGap();
                }
                else
                {
                    await batch.AddAsync(piece).ConfigureAwait(false);
                }
            }

            await batch.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.SayGap();   // the log cannot be read: what comes from now on is shown all the same
        }
        finally
        {
            done.TrySetResult();
        }
    }
}
