using System.Runtime.InteropServices;
using Fleet.Api.Contracts.Containers;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Streams;

/// <summary>
/// Our terminal while it is the container's: raw, so that every key and Ctrl-C reach the process there, and its size followed.
/// It is given back as it was whatever ends us: <see cref="Dispose"/>, or a signal that we do not pass on.
/// </summary>
internal sealed class TerminalMode : IDisposable
{
    private const int Stdin = 0;
    private const int Now = 0;          // TCSANOW
    private const int TermiosSize = 256; // struct termios is 60 bytes in glibc, 60 in musl; room to spare

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly byte[]? _before;

    private TerminalMode(byte[]? before) => _before = before;

    /// <exception cref="NoTerminalException">Our stdin should be a terminal and is none.</exception>
    public static TerminalSize SizeOf(ProgramIo io, bool interactive)
    {
        Require(io, interactive);
        return TerminalWindow.Size();
    }

    /// <inheritdoc cref="SizeOf"/>
    public static void Require(ProgramIo io, bool interactive)
    {
        if (interactive && !io.StdinIsTerminal)
        {
            throw new NoTerminalException();
        }
    }

    /// <param name="io">Whose terminal.</param>
    /// <param name="keys">The keys go to the process: raw. Else only the size is followed.</param>
    /// <param name="passesSignals">Signals to us go to the process, and end us no more.</param>
    /// <param name="resized">Tells the process of a new size.</param>
    public static TerminalMode Enter(ProgramIo io, bool keys, bool passesSignals, Func<TerminalSize, Task> resized)
    {
        var mode = new TerminalMode(keys && io.StdinIsTerminal ? Attributes() : null);
        mode.MakeRaw();
        mode.On(PosixSignal.SIGWINCH, () => _ = resized(TerminalWindow.Size()));
        // A shell that lets us go on after a stop has had the terminal in its own mode.
        mode.On(PosixSignal.SIGCONT, () =>
        {
            mode.MakeRaw();
            _ = resized(TerminalWindow.Size());
        });
        foreach (var ends in passesSignals ? (PosixSignal[])[] : [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGTSTP])
        {
            mode.On(ends, mode.Restore);
        }

        return mode;
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        Restore();
    }

    private void On(PosixSignal signal, Action act) => _registrations.Add(PosixSignalRegistration.Create(signal, _ => act()));

    private static unsafe byte[]? Attributes()
    {
        byte[] now = new byte[TermiosSize];
        fixed (byte* to = now)
        {
            return GetAttributes(Stdin, to) == 0 ? now : null;
        }
    }

    private unsafe void MakeRaw()
    {
        if (_before is not null)
        {
            byte[] raw = [.. _before];
            fixed (byte* changed = raw)
            {
                MakeRaw(changed);
                _ = SetAttributes(Stdin, Now, changed);
            }
        }
    }

    private unsafe void Restore()
    {
        if (_before is not null)
        {
            fixed (byte* saved = _before)
            {
                _ = SetAttributes(Stdin, Now, saved);
            }
        }
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern unsafe int GetAttributes(int fd, byte* termios);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern unsafe int SetAttributes(int fd, int when, byte* termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern unsafe void MakeRaw(byte* termios);
}

/// <summary>A terminal was asked for, with our stdin as its keyboard, which is none. docker's words and its exit code, 1.</summary>
internal sealed class NoTerminalException() : IOException("the input device is not a TTY: leave out -t to send a file or a pipe");
