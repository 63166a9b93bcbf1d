using System.Runtime.CompilerServices;
using Fleet.Containers.Logs;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

/// <summary>A container's log over all its runs that are still kept, and on into the next one where its policy restarts it.</summary>
internal sealed class LogReading(ContainerTable table, ContainerWork work, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    public async IAsyncEnumerable<LogChunk> ReadAsync(AllocationId id, LogsQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        int last = 0;
        foreach (var (run, tail) in await PlanAsync(id, query, cancel).ConfigureAwait(false))
        {
            last = run;
            await foreach (var entry in ReadRun(id, run, query, tail, cancel).ConfigureAwait(false)) yield return entry;
        }
        if (!query.Follow) yield break;
        while (await NextRunAsync(id, last, cancel).ConfigureAwait(false) is { } next)
        {
            last = next;
            await foreach (var entry in ReadRun(id, next, query, null, cancel).ConfigureAwait(false)) yield return entry;
        }
    }

    // The last N lines may be spread over several runs: as many from the newest as it has, the rest from those before.
    private async Task<List<(int Run, int? Tail)>> PlanAsync(AllocationId id, LogsQuery query, CancellationToken cancel)
    {
        var runs = work.RunsOf(id);
        if (query.Tail is not { } wanted || runs.Count < 2) return [.. runs.Select(run => (run, query.Tail))];
        var plan = new List<(int, int?)>();
        foreach (int run in runs.Reverse())
        {
            plan.Insert(0, (run, wanted));
            var all = new LogQuery { Tail = wanted, Since = query.Since, Stdout = query.Stdout, Stderr = query.Stderr };
            await foreach (var entry in work.Runtime.ReadLog(ContainerWork.RuntimeIdOf(id, run), all, cancel).ConfigureAwait(false))
            {
                if (entry.EndsLine) wanted--;
            }
            if (wanted <= 0) break;
        }
        return plan;
    }

    private async Task<int?> NextRunAsync(AllocationId id, int after, CancellationToken cancel)
    {
        while (table.Get(id) is { } entry)
        {
            bool made = entry.Record.Run > after && entry.Running is not null;
            if (made) return entry.Record.Run;
            if (entry.IsAtRest) return null;
            await Task.Delay(LookAgain, time, cancel).ConfigureAwait(false);
        }
        return null;
    }

    private async IAsyncEnumerable<LogChunk> ReadRun(
        AllocationId id, int run, LogsQuery query, int? tail, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lower = new LogQuery { Follow = query.Follow, Since = query.Since, Tail = tail, Stdout = query.Stdout, Stderr = query.Stderr };
        await foreach (var entry in work.Runtime.ReadLog(ContainerWork.RuntimeIdOf(id, run), lower, cancel).ConfigureAwait(false))
        {
            yield return new LogChunk(entry.Time, entry.Stream == LogStream.Stderr, entry.Content, entry.EndsLine, entry.Gap);
        }
    }
}
