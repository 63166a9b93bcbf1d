using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;

namespace Fleet.Benchmarks.Suites;

/// <summary>How many containers fit, in a room small enough that its end comes soon; what ended first is in the row's note.</summary>
internal sealed class DensitySuite : ISuite
{
    private const long RoomBytes = 512 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "density";

    public string What => "how many 'sleep' containers fit, engine included, into 512 MiB, and what gives then, against docker; most containers";

    public int Rounds => 2000;

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        var comparison = new Comparison(Name, "sleep containers in 512 MiB", "containers", Subject.Ours, "docker");
        using (var room = new Room(RoomBytes))
        {
            await using var agent = await FleetAgent.StartAsync(cancel, room);
            await FillAsync(Subject.Ours, (words, token) => agent.RunAsync(token, words));
        }

        using (var room = new Room(RoomBytes))
        {
            await using var docker = await Peer.TryAsync(() => Docker.NeedAsync(context.Say, cancel), () => Docker.StartAsync(cancel, room));
            if (docker.It is { } it) await FillAsync("docker", (words, token) => it.RunAsync(token, words));
            else comparison.Note("docker", docker.Why);
        }

        return [.. comparison.Rows()];

        async Task FillAsync(string subject, Func<string[], CancellationToken, Task<string>> ask)
        {
            (int count, string gave) = await UntilItGivesAsync(new SuiteContext(context.Rounds, context.Budget, context.Say), ask, cancel);     // each has the whole budget
            comparison.Add(subject, count);
            comparison.Note(subject, gave);
        }
    }

    private static async Task<(int Count, string Gave)> UntilItGivesAsync(SuiteContext context, Func<string[], CancellationToken, Task<string>> ask, CancellationToken cancel)
    {
        string seconds = $"9{Random.Shared.Next(10_000_000)}";      // by which its processes are known
        for (int count = 0; count < context.Rounds; count++)
        {
            if (context.IsOver) return (count, $"nothing gave in {context.Budget.TotalSeconds} s, in which {count} were started");
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timer.CancelAfter(Patience);
            try
            {
                await ask(["run", "-d", "--network", "none", Image.Name, "sleep", seconds], timer.Token);
            }
            catch (ProgramFailedException e)
            {
                return (count, $"number {count + 1} was refused: {e.Message}");
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return (count, $"number {count + 1} did not start within {Patience.TotalSeconds} s");
            }

            int running = await RunningAsync(seconds, count + 1, cancel);
            if (running <= count) return (running, $"after number {count + 1} only {running} ran: the kernel had killed the others");
        }

        return (context.Rounds, $"nothing gave: {context.Rounds} was the most that was asked for");
    }

    /// <summary>Counts its processes; where some are missing, again for a second, since a client may be answered just before the program is executed.</summary>
    private static async Task<int> RunningAsync(string seconds, int expected, CancellationToken cancel)
    {
        int running = 0;
        for (int look = 0; look < 20 && (running = ProcessMemory.Find("sleep", seconds).Count) < expected; look++) await Task.Delay(50, cancel);
        return running;
    }
}
