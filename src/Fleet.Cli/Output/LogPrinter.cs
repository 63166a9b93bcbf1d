using System.Globalization;
using System.Text;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>
/// Prints a stream of log frames byte for byte: what the container wrote to stdout on stdout, to stderr on stderr. A line that
/// came in several pieces is joined; only the newlines that were there are written.
/// </summary>
/// <param name="timestamps">Each line begins with its time.</param>
/// <param name="json">One JSON object a piece instead; stdout only.</param>
/// <param name="names">Each line begins with the allocation it is from.</param>
internal sealed class LogPrinter(ProgramIo io, bool timestamps, bool json, bool names)
{
    private readonly OutputBuffer _out = new(io.Stdout);
    private readonly OutputBuffer _err = new(io.Stderr);
    private readonly HashSet<(string Name, bool Stderr)> _midLine = [];

    /// <summary>Behind what was printed, as <c>after</c> of the next request; null before anything was.</summary>
    public string? After { get; private set; }

    /// <exception cref="ApiException">The log ended with an error.</exception>
    /// <exception cref="LogBrokenException">Whoever sends it went away.</exception>
    public async Task PrintAsync(Stream stream, CancellationToken cancel)
    {
        var reader = new FrameReader(stream);
        try
        {
            while (await NextAsync(reader, cancel) is { } frame)
            {
                Print(frame);
                if (!reader.HasMore)
                {
                    Flush();
                }
            }
        }
        finally
        {
            Flush();
        }
    }

    private static async Task<Frame?> NextAsync(FrameReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadAsync(cancel);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new LogBrokenException(e);
        }
    }

    private void Print(Frame frame)
    {
        if (frame.Type == FrameType.Error)
        {
            throw Frames.ErrorOf(frame);
        }

        if (frame.Type != FrameType.Log)
        {
            return;
        }

        var piece = LogFrame.Decode(frame.Payload);
        After = string.Create(CultureInfo.InvariantCulture, $"{piece.File}.{piece.Offset}");
        if (json)
        {
            var line = LogLine.Of(piece.Time, piece.Stderr ? "stderr" : "stdout", piece.Content.Span, piece.EndsLine, piece.Gap, names && piece.Name.Length > 0 ? piece.Name : null);
            _out.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Default.LogLine));
            _out.Write("\n"u8);
            return;
        }

        Bytes(piece);
    }

    private void Bytes(LogFrame piece)
    {
        if (piece.Gap)
        {
            Flush();
            io.Say("fleet: output is missing here: it was rotated away before it could be read");
        }

        var target = piece.Stderr ? _err : _out;
        var key = (piece.Name, piece.Stderr);
        if (!_midLine.Contains(key))
        {
            target.Write(Encoding.UTF8.GetBytes(Prefix(piece)));
        }

        target.Write(piece.Content.Span);
        if (piece.EndsLine)
        {
            target.Write("\n"u8);
            _midLine.Remove(key);
        }
        else
        {
            _midLine.Add(key);
        }
    }

    private string Prefix(LogFrame piece) =>
        (names && piece.Name.Length > 0 ? piece.Name + "  " : "")
        + (timestamps ? piece.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture) + " " : "");

    private void Flush()
    {
        _out.Flush();
        _err.Flush();
    }
}

/// <summary>The log was not sent to its end: the agent was killed, or stops.</summary>
internal sealed class LogBrokenException(Exception inner) : IOException("the agent ended its answer before it was whole: it stopped or was killed; what runs goes on", inner);
