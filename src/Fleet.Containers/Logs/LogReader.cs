using System.Runtime.CompilerServices;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Logs;

/// <summary>
/// Reads a container's log across its files while the shim writes and rotates them. An open file is read to its end even
/// when it has been removed meanwhile, so a reader that keeps up misses nothing; one that does not is told where the gap is.
/// </summary>
/// <param name="folder">The log's.</param>
/// <param name="query">What is wanted.</param>
/// <param name="ended">Completes when nothing more will be written.</param>
internal sealed class LogReader(string folder, LogQuery query, Task ended)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5), LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly RecordBuffer _buffer = new();
    private LogSource? _cut;
    private bool _gap;

    public static bool IsWanted(LogSource source, LogQuery query) => source switch
    {
        LogSource.Stdout => query.Stdout,
        LogSource.Stderr => query.Stderr,
        _ => true,
    };

    public async IAsyncEnumerable<LogEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        LogStart start = query.After is { } after ? new LogStart(after.File, after.Offset)
            : query.Tail is { } lines ? LogTail.Find(folder, query, lines) : default;
        (long number, long offset) = (start.File, start.Offset);
        _cut = start.Cut;
        FileStream? file = null;
        TimeSpan pause = ShortestPause;
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();

                // Asked before reading: what is written until then is read below, and after it nothing comes.
                bool last = !query.Follow || ended.IsCompleted;
                long? next = Next(number);
                bool read = false;
                if (file is null)
                {
                    (file, number) = OpenFrom(number, offset);
                    read = file is not null;
                }

                while (file is not null && _buffer.Fill(file))
                {
                    read = true;
                    while (_buffer.TryNext(out ReadOnlyMemory<byte> line))
                    {
                        if (Entry(line.Span) is { } entry)
                        {
                            yield return entry with { Position = new LogPosition(number, _buffer.Position) };
                        }
                    }

                    cancel.ThrowIfCancellationRequested();
                }

                if (file is not null && next is { } following && following > number)
                {
                    // The next file was there before this one was read to its end, so this one is complete.
                    file.Dispose();
                    file = null;
                    _gap |= following != number + 1;
                    (number, offset) = (following, 0);
                    continue;
                }

                if (last && Next(number) is null or 0)
                {
                    break;
                }

                pause = read ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                await Pause(pause, last, cancel).ConfigureAwait(false);
            }

            if (query.Follow && ended.IsCanceled)
            {
                throw new OperationCanceledException("the container was let go before its end");
            }

            if (_gap)
            {
                yield return new LogEntry(DateTimeOffset.UtcNow, LogStream.Stderr, default, EndsLine: false, Gap: true);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>The lowest file number above one; null when there is none.</summary>
    private long? Next(long number)
    {
        foreach (long other in LogFolder.Numbers(folder))
        {
            if (other > number)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>Opens a file, or when it has gone the oldest one after it.</summary>
    private (FileStream? File, long Number) OpenFrom(long number, long offset)
    {
        long wish = number;
        while (true)
        {
            FileStream? file = number > 0 ? LogFolder.TryOpen(folder, number) : null;
            if (file is not null)
            {
                _gap |= wish > 0 && wish != number;
                _buffer.MoveTo(wish == number ? offset : 0);
                return (file, number);
            }

            if (Next(number) is not { } next)
            {
                return (null, wish);
            }

            number = next;
        }
    }

    private LogEntry? Entry(ReadOnlySpan<byte> line)
    {
        if (!LogFormat.TryParse(line, out LogRecord record))
        {
            return null;
        }

        if (record.Source == LogSource.Fleet)
        {
            _gap |= !LogPlace.TryParse(record.Bytes, out _);    // the shim lost output here (a full disk)
            return null;
        }

        var time = DateTimeOffset.UnixEpoch.AddTicks(record.Time / 100);
        if (!IsWanted(record.Source, query) || time < query.Since)
        {
            return null;
        }

        if (record.Source == _cut)
        {
            _cut = record.Partial ? _cut : null;    // the rest of a line that began before the start
            return null;
        }

        bool gap = _gap;
        _gap = false;
        LogStream stream = record.Source == LogSource.Stderr ? LogStream.Stderr : LogStream.Stdout;
        return new LogEntry(time, stream, record.Bytes.ToArray(), EndsLine: !record.Partial, gap);
    }

    private async Task Pause(TimeSpan pause, bool last, CancellationToken cancel)
    {
        if (last)
        {
            return;
        }

        // An end is noticed at once; growth by looking again.
        await Task.WhenAny(ended, Task.Delay(pause, cancel)).ConfigureAwait(false);
    }
}
