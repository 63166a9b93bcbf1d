using System.Text;

namespace Fleet.Agent.Startup;

/// <summary>
/// Standard error that may be a file on a full disk: lines that it does not take are dropped and counted, and the next one that it
/// takes says how many. A line of the log must never end what was about to be told in it.
/// </summary>
internal sealed class LossyWriter(TextWriter to) : TextWriter
{
    private readonly Lock _lock = new();
    private long _lost;

    public override Encoding Encoding => to.Encoding;

    public override void Write(char value) => Try(() => to.Write(value));

    public override void Write(string? value) => Try(() => to.Write(value));

    public override void WriteLine(string? value) => Try(() => to.WriteLine(value));

    private void Try(Action write)
    {
        lock (_lock)
        {
            try
            {
                if (_lost > 0) to.WriteLine($"fleet-agent: {_lost} lines of this log are lost: they could not be written");
                _lost = 0;
                write();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _lost++;
            }
        }
    }
}
