using Fleet.Shim.Protocol;

namespace Fleet.Containers.Logs;

/// <summary>Finds where the last lines of a log begin, reading no older file than it must.</summary>
internal static class LogTail
{
    /// <summary>File and offset from which <paramref name="query"/>'s last lines are read; the oldest file's start when there are fewer.</summary>
    public static (long File, long Offset) Find(string folder, LogQuery query, int lines)
    {
        IReadOnlyList<long> numbers = LogFolder.Numbers(folder);
        long missing = lines;
        bool newest = true;
        for (int i = numbers.Count - 1; i >= 0; i--)
        {
            using FileStream? file = LogFolder.TryOpen(folder, numbers[i]);
            if (file is null)
            {
                break;
            }

            (List<long> ends, bool openLine) = LineEnds(file, query);
            if (newest && openLine && missing > 0)
            {
                missing--;      // the line that has not ended is one of the last
            }

            newest &= ends.Count == 0 && !openLine;
            if (ends.Count > missing)
            {
                return (numbers[i], ends[(int)(ends.Count - 1 - missing)]);
            }

            missing -= ends.Count;
        }

        return (numbers.Count > 0 ? numbers[0] : 1, 0);
    }

    /// <summary>Offsets behind each line's end, and whether a line is open after the last.</summary>
    private static (List<long> Ends, bool OpenLine) LineEnds(FileStream file, LogQuery query)
    {
        var ends = new List<long>();
        bool open = false;
        var buffer = new RecordBuffer();
        while (buffer.Fill(file))
        {
            while (buffer.TryNext(out ReadOnlyMemory<byte> line))
            {
                if (!LogFormat.TryParse(line.Span, out LogRecord record) || !LogReader.IsWanted(record.Source, query))
                {
                    continue;
                }

                open = record.Partial;
                if (!open)
                {
                    ends.Add(buffer.Position);
                }
            }
        }

        return (ends, open);
    }
}
