using System.Buffers.Text;

namespace Fleet.Shim.Protocol;

/// <summary>
/// The log of a container: the files <c>1</c>, <c>2</c>, ... of its log folder, in this order; the highest number is being written.
/// A file is only appended to and never renamed. Rotation makes number + 1 first and then removes the oldest; a reader at the
/// end of file N goes on to N + 1 when that exists (after reading N's end once more: what was written between its last read and
/// the appearance of N + 1), and where N + 1 is gone but a higher number exists, it says that there is a gap.
/// <para>A record is <c>TIME STREAM TAG BYTES\n</c>, as in Kubernetes' CRI logs: TIME is RFC 3339 in UTC with nine digits of
/// nanoseconds (30 bytes), STREAM <c>stdout</c> or <c>stderr</c>, TAG <c>F</c> when the newline belongs to the output, <c>P</c>
/// when it only ends the record (a long line, or a part that came alone). BYTES are the output's own, all but newline unchanged.
/// STREAM <c>fleet</c> is the shim's own word: <c>TIME fleet F lost 4711 bytes</c> marks what is missing, a <see cref="LogPlace"/>
/// tells where a reader stands. Records are never split between files. A
/// record without its newline at the end of the highest file is still being written, or was cut off by a crash: a shim that
/// opens such a file cuts the piece off.</para>
/// </summary>
public static class LogFormat
{
    public const int TimeLength = 30;

    /// <summary>Length of the head of a stdout or stderr record: time, stream, tag and three spaces.</summary>
    public const int HeadLength = TimeLength + 1 + 6 + 1 + 1 + 1;

    /// <summary>No record holds more bytes of output.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Writes a time of <see cref="TimeLength"/> bytes. The ticks cover all but the last two digits of the nanoseconds.</summary>
    /// <param name="to">At least <see cref="TimeLength"/> bytes.</param>
    /// <param name="unixNanoseconds">Nanoseconds since 1970 UTC.</param>
    public static void WriteTime(Span<byte> to, long unixNanoseconds)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(unixNanoseconds / 100);
        Digits(to, time.Year, 4);
        to[4] = (byte)'-';
        Digits(to[5..], time.Month, 2);
        to[7] = (byte)'-';
        Digits(to[8..], time.Day, 2);
        to[10] = (byte)'T';
        Digits(to[11..], time.Hour, 2);
        to[13] = (byte)':';
        Digits(to[14..], time.Minute, 2);
        to[16] = (byte)':';
        Digits(to[17..], time.Second, 2);
        to[19] = (byte)'.';
        Digits(to[20..], (int)(unixNanoseconds % 1_000_000_000), 9);
        to[29] = (byte)'Z';
    }

    /// <summary>Reads one record without its newline.</summary>
    /// <returns>False when the line is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out LogRecord record)
    {
        record = default;
        if (line.Length < TimeLength + 1 || line[TimeLength] != ' ' || !TryParseTime(line[..TimeLength], out long time))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[(TimeLength + 1)..];
        int space = rest.IndexOf((byte)' ');
        if (space < 0 || rest.Length < space + 3 || rest[space + 2] != ' ' || rest[space + 1] is not ((byte)'F' or (byte)'P'))
        {
            return false;
        }

        LogSource? source = rest[..space] switch
        {
            var name when name.SequenceEqual("stdout"u8) => LogSource.Stdout,
            var name when name.SequenceEqual("stderr"u8) => LogSource.Stderr,
            var name when name.SequenceEqual("fleet"u8) => LogSource.Fleet,
            _ => null,
        };
        record = new LogRecord(time, source ?? default, rest[space + 1] == 'P', rest[(space + 3)..]);
        return source is not null;
    }

    private static bool TryParseTime(ReadOnlySpan<byte> text, out long unixNanoseconds)
    {
        unixNanoseconds = 0;
        if (!(Number(text[..4], out int year) && Number(text[5..7], out int month) && Number(text[8..10], out int day)
            && Number(text[11..13], out int hour) && Number(text[14..16], out int minute) && Number(text[17..19], out int second)
            && Number(text[20..29], out int nanoseconds))
            || year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        unixNanoseconds = (time - DateTime.UnixEpoch).Ticks * 100 + nanoseconds;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out int used) && used == text.Length && value >= 0;

    private static void Digits(Span<byte> to, int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            to[i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }
}

/// <summary>Who wrote a record; <see cref="Fleet"/> is the shim itself.</summary>
public enum LogSource : byte
{
    Stdout = 1,
    Stderr = 2,
    Fleet = 3,
}

/// <summary>One record: when (nanoseconds since 1970 UTC), of which stream, whether the line goes on, and the bytes.</summary>
public readonly ref struct LogRecord(long time, LogSource source, bool partial, ReadOnlySpan<byte> bytes)
{
    public long Time { get; } = time;
    public LogSource Source { get; } = source;
    public bool Partial { get; } = partial;
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
