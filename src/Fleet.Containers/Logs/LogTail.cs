using Fleet.Shim.Protocol;

namespace Fleet.Containers.Logs;

/// <summary>Where reading starts.</summary>
/// <param name="File">Number of the file; 0 for the oldest.</param>
/// <param name="Offset">In it.</param>
/// <param name="Cut">A stream whose first records there are the rest of a line that began before; they are left out.</param>
internal readonly record struct LogStart(long File, long Offset, LogSource? Cut = null);

/// <summary>Finds where the last lines of a log begin, reading no older file than it must. A line counts by its beginning.</summary>
internal static class LogTail
{
    public static LogStart Find(string folder, LogQuery query, int lines)
    {
        IReadOnlyList<long> numbers = LogFolder.Numbers(folder);
        var starts = new List<LogStart>();
        var unsure = new Dictionary<LogSource, LogStart>();     // of the file looked at last: a start, unless an older file ends within that line
        for (int i = numbers.Count - 1; i >= 0 && starts.Count - unsure.Count < lines; i--)
        {
            using FileStream? file = LogFolder.TryOpen(folder, numbers[i]);
            if (file is null)
            {
                break;  // rotated away
            }

            FileLines found = FileLines.Of(file, numbers[i], query);
            foreach (LogSource open in found.OpenAtEnd)
            {
                if (unsure.TryGetValue(open, out LogStart continued))
                {
                    starts.Remove(continued);
                }
            }

            starts.InsertRange(0, found.Starts);
            unsure = found.Unsure;
        }

        return lines <= 0 ? End(folder, numbers)
            : starts.Count == 0 ? default
            : starts[Math.Max(0, starts.Count - lines)];
    }

    private static LogStart End(string folder, IReadOnlyList<long> numbers)
    {
        if (numbers.Count == 0)
        {
            return default;
        }

        using FileStream? newest = LogFolder.TryOpen(folder, numbers[^1]);
        return new LogStart(numbers[^1], newest?.Length ?? 0);
    }

    /// <param name="Starts">Where lines begin, in order.</param>
    /// <param name="Unsure">The first record of each stream, which may continue a line of the file before.</param>
    /// <param name="OpenAtEnd">Streams whose last line goes on in the next file.</param>
    private sealed record FileLines(List<LogStart> Starts, Dictionary<LogSource, LogStart> Unsure, HashSet<LogSource> OpenAtEnd)
    {
        public static FileLines Of(FileStream file, long number, LogQuery query)
        {
            var lines = new FileLines([], [], []);
            var seen = new HashSet<LogSource>();
            var buffer = new RecordBuffer();
            while (buffer.Fill(file))
            {
                long offset = buffer.Position;
                while (buffer.TryNext(out ReadOnlyMemory<byte> line))
                {
                    if (LogFormat.TryParse(line.Span, out LogRecord record) && record.Source != LogSource.Fleet && LogReader.IsWanted(record.Source, query))
                    {
                        lines.Add(record.Source, record.Partial, number, offset, first: seen.Add(record.Source));
                    }

                    offset = buffer.Position;
                }
            }

            return lines;
        }

        private void Add(LogSource source, bool partial, long number, long offset, bool first)
        {
            if (!OpenAtEnd.Contains(source))
            {
                LogSource? other = OpenAtEnd.Count > 0 ? OpenAtEnd.First() : null;
                var start = new LogStart(number, offset, other);
                Starts.Add(start);
                if (first)
                {
                    Unsure[source] = start;
                }
            }

            if (partial)
            {
                OpenAtEnd.Add(source);
            }
            else
            {
                OpenAtEnd.Remove(source);
            }
        }
    }
}
