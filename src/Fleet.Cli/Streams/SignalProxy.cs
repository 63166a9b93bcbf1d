using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Fleet.Api.Contracts.Streams;

namespace Fleet.Cli.Streams;

/// <summary>While it lives, signals to this program go to the process in the container (docker's sig-proxy).</summary>
internal sealed class SignalProxy : IDisposable
{
    // signal(7); the same numbers on x86-64 and arm64. Not those that stop, continue or debug this program itself.
    private const int Hangup = 1, Interrupt = 2, Quit = 3, User1 = 10, User2 = 12, Terminate = 15;

    private readonly List<PosixSignalRegistration> _registrations = [];

    public SignalProxy(DuplexCall call, bool enabled)
    {
        if (!enabled)
        {
            return;
        }

        Forward(call, PosixSignal.SIGHUP, Hangup);
        Forward(call, PosixSignal.SIGINT, Interrupt);
        Forward(call, PosixSignal.SIGQUIT, Quit);
        Forward(call, PosixSignal.SIGTERM, Terminate);
        Forward(call, (PosixSignal)User1, User1);
        Forward(call, (PosixSignal)User2, User2);
    }

    public void Dispose() => _registrations.ForEach(r => r.Dispose());

    private void Forward(DuplexCall call, PosixSignal signal, int number) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _ = SendAsync(call, number);
        }));

    private static async Task SendAsync(DuplexCall call, int number)
    {
        try
        {
            await call.WriteAsync(FrameType.Signal, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // It has just ended: its exit is on the way to us.
        }
    }
}
