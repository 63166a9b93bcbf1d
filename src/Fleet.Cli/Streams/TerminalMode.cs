using System.Runtime.InteropServices;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Streams;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Streams;

/// <summary>
/// Our terminal while it is the container's: raw, so that every key and Ctrl-C reach the process there, and its size followed.
/// Disposing gives it back as it was.
/// </summary>
internal sealed class TerminalMode : IDisposable
{
    private const int Stdin = 0;
    private const int Now = 0;          // TCSANOW
    private const int TermiosSize = 256; // struct termios is 60 bytes in glibc, 60 in musl; room to spare

    private readonly byte[]? _before;
    private readonly PosixSignalRegistration _resized;

    private TerminalMode(byte[]? before, PosixSignalRegistration resized) => (_before, _resized) = (before, resized);

    /// <exception cref="UsageException">Our stdin should be a terminal and is none.</exception>
    public static TerminalSize SizeOf(ProgramIo io, bool interactive)
    {
        if (interactive && !io.StdinIsTerminal)
        {
            throw new UsageException("--tty with --interactive needs a terminal as stdin: leave out -t to send a file or pipe");
        }

        return TerminalWindow.Size();
    }

    public static unsafe TerminalMode Enter(DuplexCall call, ProgramIo io)
    {
        byte[]? before = null;
        if (io.StdinIsTerminal)
        {
            before = new byte[TermiosSize];
            byte[] raw = new byte[TermiosSize];
            fixed (byte* saved = before, changed = raw)
            {
                if (GetAttributes(Stdin, saved) == 0)
                {
                    before.CopyTo(raw, 0);
                    MakeRaw(changed);
                    _ = SetAttributes(Stdin, Now, changed);
                }
            }
        }

        return new TerminalMode(before, PosixSignalRegistration.Create(PosixSignal.SIGWINCH, signal => _ = ResizeAsync(call)));
    }

    public unsafe void Dispose()
    {
        _resized.Dispose();
        if (_before is not null)
        {
            fixed (byte* saved = _before)
            {
                _ = SetAttributes(Stdin, Now, saved);
            }
        }
    }

    private static async Task ResizeAsync(DuplexCall call)
    {
        try
        {
            await call.WriteAsync(FrameType.Resize, TerminalWindow.Size(), ApiJson.Default.TerminalSize);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // It has just ended.
        }
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern unsafe int GetAttributes(int fd, byte* termios);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern unsafe int SetAttributes(int fd, int when, byte* termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern unsafe void MakeRaw(byte* termios);
}
