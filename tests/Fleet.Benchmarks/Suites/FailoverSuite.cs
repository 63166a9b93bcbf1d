using System.Diagnostics;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;

namespace Fleet.Benchmarks.Suites;

/// <summary>How long a cluster of three is without what a dead host did.</summary>
internal sealed class FailoverSuite : ISuite
{
    private const int Replicas = 6;
    private int _jobs;

    public string Name => "failover";

    public string What => "a host killed until its replicas run elsewhere; the scheduler's host killed until a new job is placed; rounds";

    public int Rounds => 20;

    public TimeSpan Budget => TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        var replicas = new Comparison(Name, "host killed until its replicas run elsewhere", "s", Subject.Ours);
        var placed = new Comparison(Name, "scheduler's host killed until a new job is placed", "s", Subject.Ours);
        await using var lab = await FleetLab.UpAsync(cancel);
        await SubmitAsync(lab, "n1", "web", Replicas, cancel);
        for (int round = 0; round < context.Rounds && !(round > 0 && context.IsOver); round++)
        {
            string scheduler = lab.Scheduler();
            string host = await SpreadAsync(lab, scheduler, cancel);
            replicas.Add(Subject.Ours, await KillWorkerAsync(lab, host, scheduler, cancel));
            await lab.RunAsync(cancel, "lab", "start", host);

            scheduler = lab.Scheduler();
            placed.Add(Subject.Ours, await KillSchedulerAsync(lab, scheduler, FleetLab.Hosts.First(host => host != scheduler), cancel));
            await lab.RunAsync(cancel, "lab", "start", scheduler);
        }

        return [.. replicas.Rows(), .. placed.Rows()];
    }

    /// <summary>Starts the job anew, now that all hosts are there.</summary>
    /// <returns>A host with replicas to lose; not the scheduler's.</returns>
    private static async Task<string> SpreadAsync(FleetLab lab, string scheduler, CancellationToken cancel)
    {
        await lab.OnAsync(scheduler, cancel, "job", "scale", "web.web=0");
        await Waiting.UntilAsync(async () => (await RunningAsync(lab, scheduler, "web", cancel)).Count == 0, "no replica runs", cancel);
        await lab.OnAsync(scheduler, cancel, "job", "scale", $"web.web={Replicas}");
        List<Replica> running = [];
        await Waiting.UntilAsync(async () => (running = await RunningAsync(lab, scheduler, "web", cancel)).Count == Replicas, "all replicas run", cancel);
        return running.Select(replica => replica.Node).FirstOrDefault(node => node != scheduler)
            ?? throw new ProgramFailedException($"all replicas run on {scheduler}, where the scheduler is");
    }

    private static async Task<double> KillWorkerAsync(FleetLab lab, string host, string asked, CancellationToken cancel)
    {
        long from = Stopwatch.GetTimestamp();
        await lab.RunAsync(cancel, "lab", "kill", host, "--host");
        await Waiting.UntilAsync(async () => (await RunningAsync(lab, asked, "web", cancel)).Count(replica => replica.Node != host) == Replicas, $"all replicas run without {host}", cancel);
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private async Task<double> KillSchedulerAsync(FleetLab lab, string host, string asked, CancellationToken cancel)
    {
        string job = $"new{_jobs++}";
        long from = Stopwatch.GetTimestamp();
        await lab.RunAsync(cancel, "lab", "kill", host, "--host");
        await SubmitAsync(lab, asked, job, 1, cancel);
        await Waiting.UntilAsync(async () => (await lab.ReplicasAsync(asked, job, cancel)).Any(replica => replica.Node.Length > 0 && replica.Node != host), $"{job} is placed", cancel);
        double time = Stopwatch.GetElapsedTime(from).TotalSeconds;
        await lab.OnAsync(asked, cancel, "job", "stop", job);
        return time;
    }

    private static async Task<List<Replica>> RunningAsync(FleetLab lab, string asked, string job, CancellationToken cancel) =>
        [.. (await lab.ReplicasAsync(asked, job, cancel)).Where(replica => replica.State == "running")];

    /// <summary>Until it is accepted: a client whose scheduler has just died tries again, as a user's program would.</summary>
    private static async Task SubmitAsync(FleetLab lab, string asked, string job, int replicas, CancellationToken cancel)
    {
        string file = Path.Combine(lab.Root, $"{job}.yaml");
        await File.WriteAllTextAsync(file, $$"""
            name: {{job}}
            services:
              {{job}}:
                image: {{Image.Name}}
                command: ["sleep", "100000"]
                stop_grace_period: 0s
                deploy: { replicas: {{replicas}} }
                x-fleet: { disconnect: { lost_after: 3s } }
            """, cancel);
        await Waiting.UntilAsync(async () =>
        {
            try
            {
                await lab.OnAsync(asked, cancel, "job", "submit", file);
                return true;
            }
            catch (ProgramFailedException)
            {
                return false;
            }
        }, $"{job} is accepted", cancel);
    }
}
