using Fleet.Containers.Sessions;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Logs;

/// <summary>A piece of output as it was written; or, without bytes, word that output is missing here.</summary>
internal readonly record struct ReplayPiece(LogSource Source, ReadOnlyMemory<byte> Bytes)
{
    public bool IsGap => Bytes.IsEmpty;
}

/// <summary>
/// Reads from a log what a container wrote between two positions, byte for byte; the log's own marks (<see cref="LogPlace"/>) say
/// where they are. Later runs than the first position's count as its continuation.
/// </summary>
/// <param name="folder">The log's.</param>
/// <param name="from">Where to begin.</param>
/// <param name="to">Where to end; null for the end of <paramref name="last"/>.</param>
/// <param name="last">The last run that is wanted; null for all there are.</param>
internal sealed class OutputReplay(string folder, OutputPosition from, OutputPosition? to, string? last = null)
{
    private readonly RecordBuffer _buffer = new();
    private bool _begun, _gap, _over;
    private string _run = "";
    private long _stdout, _stderr, _skipStdout, _skipStderr;

    /// <summary>A piece's bytes are valid until the next is asked for.</summary>
    public IEnumerable<ReplayPiece> Read()
    {
        foreach (ReplayPiece piece in Pass())
        {
            yield return piece;
        }

        if (!_begun)
        {
            // Where it should begin was rotated away: all that is left.
            (_begun, _gap) = (true, true);
            foreach (ReplayPiece piece in Pass())
            {
                yield return piece;
            }
        }

        if (_gap || to is { } end && (_run != end.Run || Reached(end) is false))
        {
            yield return default;
        }
    }

    private IEnumerable<ReplayPiece> Pass()
    {
        foreach (long number in LogFolder.Numbers(folder))
        {
            using FileStream? file = LogFolder.TryOpen(folder, number);
            if (file is null)
            {
                continue;   // rotated away meanwhile: the next file's mark tells how much is missing
            }

            _buffer.MoveTo(0);
            while (_buffer.Fill(file))
            {
                while (_buffer.TryNext(out ReadOnlyMemory<byte> line))
                {
                    if (Take(line) is { Bytes.IsEmpty: false } piece)
                    {
                        if (_gap)
                        {
                            _gap = false;
                            yield return default;
                        }

                        yield return piece;
                    }

                    if (_over || (to is { } end && _begun && _run == end.Run && Reached(end)))
                    {
                        yield break;
                    }
                }
            }
        }
    }

    private bool Reached(OutputPosition end) => _stdout >= end.Stdout && _stderr >= end.Stderr;

    private ReplayPiece Take(ReadOnlyMemory<byte> line)
    {
        if (!LogFormat.TryParse(line.Span, out LogRecord record))
        {
            return default;
        }

        if (record.Source != LogSource.Fleet)
        {
            return Output(record.Source, line[^record.Bytes.Length..], record.Partial);
        }

        if (LogPlace.TryParse(record.Bytes, out LogPlace place))
        {
            _over = _begun && _run == last && place.Run != last;
            if (!_over)
            {
                Stand(place);
            }
        }

        return default;
    }

    private void Stand(LogPlace place)
    {
        if (!_begun && place.Run == from.Run)
        {
            _begun = true;
            _skipStdout = Math.Max(0, from.Stdout - place.Stdout);
            _skipStderr = Math.Max(0, from.Stderr - place.Stderr);
            _gap = place.Stdout > from.Stdout || place.Stderr > from.Stderr;
        }
        else if (place.Run == _run)
        {
            // More was written than this log holds: bytes were lost, or files rotated away.
            _gap |= Missing(place.Stdout - _stdout, ref _skipStdout) | Missing(place.Stderr - _stderr, ref _skipStderr);
        }

        else if (_begun)
        {
            _gap |= place.Stdout > 0 || place.Stderr > 0;   // the beginning of this run was rotated away
        }

        (_run, _stdout, _stderr) = (place.Run, place.Stdout, place.Stderr);
    }

    private bool Missing(long bytes, ref long skip)
    {
        long skipped = Math.Min(skip, Math.Max(0, bytes));
        skip -= skipped;
        return _begun && bytes > skipped;
    }

    private ReplayPiece Output(LogSource source, ReadOnlyMemory<byte> bytes, bool partial)
    {
        if (!partial)
        {
            // The newline that ends the record in the file is the output's own, and stands right behind it.
            bytes = _buffer.WithNewline(bytes);
        }

        ref long count = ref _stdout;
        ref long skip = ref _skipStdout;
        long end = to is { } output && output.Run == _run ? output.Stdout : long.MaxValue;
        if (source == LogSource.Stderr)
        {
            count = ref _stderr;
            skip = ref _skipStderr;
            end = to is { } errors && errors.Run == _run ? errors.Stderr : long.MaxValue;
        }

        long before = count;
        count += bytes.Length;
        if (!_begun)
        {
            return default;
        }

        int cut = (int)Math.Min(skip, bytes.Length);
        skip -= cut;
        int length = (int)Math.Min(bytes.Length, Math.Max(0, end - before));
        return cut < length ? new ReplayPiece(source, bytes[cut..length]) : default;
    }
}
