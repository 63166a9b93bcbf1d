using System.Text;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Client;

/// <summary>A command that runs beside a task, with its streams. For one reader at a time.</summary>
public sealed class ExecCall : IDisposable
{
    private readonly DuplexCall _call;

    internal ExecCall(DuplexCall call) => _call = call;

    /// <summary>How it ended; null before <see cref="Read"/> has returned null.</summary>
    public ExitInfo? Exit { get; private set; }

    /// <summary>The next piece of output; null once the command has ended.</summary>
    /// <exception cref="FleetRejectedException">It could not be started, and why.</exception>
    /// <exception cref="FleetUnreachableException">The connection broke.</exception>
    public async Task<(bool Stderr, byte[] Content)?> Read(CancellationToken cancel = default)
    {
        try
        {
            while (await _call.ReadAsync(cancel).ConfigureAwait(false) is Frame frame)
            {
                switch (frame.Type)
                {
                    case FrameType.Stdout or FrameType.Stderr:
                        return (frame.Type == FrameType.Stderr, frame.Payload.ToArray());
                    case FrameType.Exit:
                        Exit = JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ExitInfo);
                        return null;
                    case FrameType.Error:
                        ApiError error = JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ApiError)!;
                        throw new FleetRejectedException(new ApiException(error).Message, error.Fields) { ExitCode = error.ExitCode };
                    default:
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new FleetUnreachableException($"the connection to the command broke: {e.Message}", e);
        }

        throw new FleetUnreachableException("the connection to the command ended before the command did");
    }

    public ValueTask Write(ReadOnlyMemory<byte> stdin, CancellationToken cancel = default) => _call.WriteAsync(FrameType.Stdin, stdin, cancel);

    /// <summary>Nothing more will come on its stdin.</summary>
    public ValueTask EndStdin(CancellationToken cancel = default) => _call.WriteAsync(FrameType.StdinEnd, ReadOnlyMemory<byte>.Empty, cancel);

    public ValueTask Resize(int rows, int columns, CancellationToken cancel = default) =>
        _call.WriteAsync(FrameType.Resize, new TerminalSize(rows, columns), ApiJson.Default.TerminalSize, cancel);

    /// <param name="number">1 to 64.</param>
    public ValueTask Signal(int number, CancellationToken cancel = default) =>
        _call.WriteAsync(FrameType.Signal, Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)), cancel);

    /// <summary>Lets go; a command without a terminal that waits for stdin sees its end.</summary>
    public void Dispose() => _call.Dispose();
}
