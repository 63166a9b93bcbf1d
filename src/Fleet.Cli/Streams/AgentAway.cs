using System.Diagnostics;
using System.Net.Sockets;
using Fleet.Api.Contracts;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Streams;

/// <summary>
/// The agent was killed, restarted or upgraded while we followed a container, which goes on without it: we wait for the next one
/// and take up where we were.
/// </summary>
internal sealed class AgentAway(ProgramIo io)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Quiet = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What a call to an agent fails with that is gone, or goes or comes just now.</summary>
    public static bool Explains(Exception e) => e switch
    {
        ApiException refused => refused.Error.Code == ErrorCodes.Busy,
        IOException or HttpRequestException or SocketException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>Tries until an agent answers.</summary>
    /// <param name="attempt">Fails as <see cref="Explains"/> says while there is none.</param>
    /// <param name="consequence">For the user, where none comes back: what is so, and what to do.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">None came back.</exception>
    public async Task<T> AgainAsync<T>(Func<Task<T>> attempt, string consequence, CancellationToken cancel)
    {
        long from = Stopwatch.GetTimestamp();
        bool said = false;
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (Explains(e) || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                var gone = Stopwatch.GetElapsedTime(from);
                if (gone > Patience)
                {
                    throw new IOException($"the agent went away and did not come back within {Patience.TotalSeconds:0} s: {consequence}");
                }

                if (gone > Quiet && !said)
                {
                    said = true;
                    // Our terminal may be raw, hence the carriage returns.
                    io.Say($"\rfleet: the agent went away; what runs goes on; waiting up to {Patience.TotalSeconds:0} s for it (Ctrl-C gives up)\r");
                }
            }

            await Task.Delay(Pause, cancel);
        }
    }
}
