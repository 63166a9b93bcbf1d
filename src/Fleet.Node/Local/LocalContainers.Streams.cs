using System.Runtime.CompilerServices;
using Fleet.Containers;
using Fleet.Containers.Logs;
using Fleet.Containers.Sessions;
using Fleet.Containers.Spec;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

internal sealed partial class LocalContainers
{
    private static readonly TimeSpan BeingMade = TimeSpan.FromMilliseconds(50);

    public Task<IExecution> ExecAsync(string name, ExecSpec spec, CancellationToken cancel)
    {
        var entry = table.Find(name);
        var setup = new ExecSetup
        {
            Args = spec.Command,
            Env = spec.Environment,
            User = spec.User,
            WorkingDirectory = spec.WorkingDirectory,
            OpenStdin = spec.OpenStdin && !spec.Detached,
            Detached = spec.Detached,
            Terminal = spec.Terminal is { } size ? new ConsoleSize(size.Rows, size.Columns) : null,
        };
        return Translated<IExecution>(entry, async () =>
        {
            if (!entry.IsRunning) throw NotRunning(entry, "exec in");
            if (entry.Status.Phase == Model.Phase.Paused) throw new EngineException(EngineError.Conflict,
                $"cannot exec in {entry.Name}: it is paused; let it go on with 'fleet unpause {entry.Name}' first");
            var session = await Present(entry, "exec in").ExecAsync(setup, cancel).ConfigureAwait(false);
            string id = session.Id, command = string.Join(' ', spec.Command);
            Say(entry, $"exec_create: {command}", ("execID", id));
            Say(entry, $"exec_start: {command}", ("execID", id));
            _ = SayEndAsync(entry, session);
            return new Execution(session, (action, more) => Say(entry, action, [("execID", id), .. more]));
        });
    }

    private async Task SayEndAsync(ContainerEntry entry, ExecSession session)
    {
        try
        {
            int code = await session.WaitAsync().ConfigureAwait(false);
            Say(entry, "exec_die", ("execID", session.Id), ("exitCode", $"{code}"));
        }
        catch (ContainerStateException)
        {
            // Its caller went away, or its container did: nobody saw its end.
        }
    }

    public Task ResizeAsync(string name, TerminalSize size, CancellationToken cancel)
    {
        var entry = table.Find(name);
        return Translated(entry, async () =>
        {
            await Present(entry, "resize").ResizeAsync(new ConsoleSize(size.Rows, size.Columns), cancel).ConfigureAwait(false);
            return true;
        });
    }

    public async IAsyncEnumerable<LogChunk> LogsAsync(string name, LogsQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var entry = table.Find(name);
        while (entry is { Running: null, Record.Run: <= 1, HasEnded: false } && query.Follow)
        {
            await Task.Delay(BeingMade, time, cancel).ConfigureAwait(false);
            entry = table.Get(entry.Record.Id) ?? throw NotRunning(null, "read the log of");
        }
        if (entry.Record.Run == 0) yield break;     // it was never made
        if (entry.Record.Spec.NoLog) throw new EngineException(EngineError.Conflict, $"container {entry.Name} keeps no log (--log-driver none)");
        var lower = new LogQuery { Follow = query.Follow, Since = query.Since, Tail = query.Tail, After = query.After is { } after ? new(after.File, after.Offset) : null, Stdout = query.Stdout, Stderr = query.Stderr };
        await foreach (var piece in work.Runtime.ReadLog(entry.Id, lower, cancel).ConfigureAwait(false))
        {
            yield return new LogChunk(piece.Time, piece.Stream == LogStream.Stderr, piece.Content, piece.EndsLine, piece.Gap, new(piece.Position.File, piece.Position.Offset));
        }
    }

    public async IAsyncEnumerable<ContainerUsage> StatsAsync(string name, bool follow, [EnumeratorCancellation] CancellationToken cancel)
    {
        var id = table.Find(name).Record.Id;
        ContainerUsage? before = null;
        while (table.Get(id) is { IsRunning: true, Running: { } running } entry)
        {
            ContainerStatistics statistics;
            try
            {
                statistics = running.Statistics();
            }
            catch (Exception e) when (e is ContainerStateException or IOException)
            {
                yield break;        // it ended while we looked
            }
            before = UsageReading.Of(entry, statistics, before);
            yield return before;
            if (!follow) yield break;
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancel).ConfigureAwait(false);
        }
        if (before is null) throw NotRunning(table.Get(id), "read statistics of");
    }

    private static RunningContainer Present(ContainerEntry entry, string what) =>
        entry is { HasEnded: false, Running: { } running } ? running : throw NotRunning(entry, what);

    private static EngineException NotRunning(ContainerEntry? entry, string what) => entry is null
        ? new EngineException(EngineError.NotFound, $"cannot {what} it: the container was removed")
        : new EngineException(EngineError.Conflict,
            $"cannot {what} {entry.Name}: it is not running ({entry.Status.Phase.ToString().ToLowerInvariant()}); start it with 'fleet start {entry.Name}'");

    private static async Task<T> Translated<T>(ContainerEntry entry, Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (EngineException or OperationCanceledException))
        {
            throw EngineErrors.Of(e, entry.Name);
        }
    }
}
