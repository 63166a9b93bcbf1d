using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Cli.Streams;

/// <summary>
/// While it lives, signals to this program go to the process in the container (docker's sig-proxy), Ctrl-Z's among them. While
/// there is no agent to pass them on, one that asks for an end ends the waiting.
/// </summary>
internal sealed class SignalProxy : IDisposable
{
    // signal(7); the same numbers on x86-64 and arm64.
    private const int Hangup = 1, Interrupt = 2, Quit = 3, User1 = 10, User2 = 12, Alarm = 14, Terminate = 15, Continue = 18, TerminalStop = 20;

    // A process that heeds neither keeps its user no longer: docker's rule.
    private const int Enough = 3;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly IFrameLink _link;
    private readonly Action _forced;
    private int _asked;

    /// <param name="link">To the process.</param>
    /// <param name="enabled">Else signals do what they always do.</param>
    /// <param name="forced">Called before the third SIGINT or SIGTERM ends us ourselves.</param>
    public SignalProxy(IFrameLink link, bool enabled, Action forced)
    {
        (_link, _forced) = (link, forced);
        foreach (int signal in enabled ? (int[])[Hangup, Interrupt, Quit, User1, User2, Alarm, Terminate, Continue, TerminalStop] : [])
        {
            Forward(signal);
        }
    }

    public void Dispose() => _registrations.ForEach(r => r.Dispose());

    private void Forward(int number) =>
        _registrations.Add(PosixSignalRegistration.Create(Of(number), context =>
        {
            context.Cancel = true;
            if (number is Interrupt or Terminate && Interlocked.Increment(ref _asked) == Enough)
            {
                _forced();
                context.Cancel = false;
            }
            else if (_link.IsUp)
            {
                _ = _link.SendAsync(FrameType.Signal, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), CancellationToken.None).AsTask();
            }
            else if (number is Hangup or Interrupt or Quit or Terminate)
            {
                _link.GiveUp();
            }
        }));

    // The runtime has names of its own for some, and takes the others by number.
    private static PosixSignal Of(int number) => number switch
    {
        Hangup => PosixSignal.SIGHUP,
        Interrupt => PosixSignal.SIGINT,
        Quit => PosixSignal.SIGQUIT,
        Terminate => PosixSignal.SIGTERM,
        Continue => PosixSignal.SIGCONT,
        TerminalStop => PosixSignal.SIGTSTP,
        _ => (PosixSignal)number,
    };
}
