using System.Diagnostics;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;

namespace Fleet.Benchmarks.Suites;

/// <summary>A service of many replicas on a cluster of one node.</summary>
internal sealed class ServiceSuite : ISuite
{
    private const int Replicas = 60;

    public string Name => "service";

    public string What => $"{Replicas} replicas from submit to all running, against a service on a one-node Swarm; rounds";

    public int Rounds => 5;

    public TimeSpan Budget => TimeSpan.FromMinutes(1.5);

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        await using var agent = await FleetAgent.StartAsync(cancel);
        await using var swarm = await Peer.TryAsync(() => Docker.NeedAsync(context.Say, cancel), async () =>
        {
            var docker = await Docker.StartAsync(cancel, ownNetwork: true);
            await docker.RunAsync(cancel, "swarm", "init", "--advertise-addr", "127.0.0.1");
            return docker;
        });
        string file = Path.Combine(agent.Root, "bench.yaml");
        await File.WriteAllTextAsync(file, $$"""
            name: bench
            services:
              web:
                image: {{Image.Name}}
                command: ["sleep", "100000"]
                stop_grace_period: 0s
                deploy: { replicas: {{Replicas}}, resources: { reservations: { cpus: "0.01", memory: 4M } } }
            """, cancel);
        Subject[] subjects =
        [
            new(Subject.Ours, stop => FleetAsync(agent, file, stop)) { Note = "'job submit', then 'job ps' until all run" },
            swarm.As("swarm", SwarmAsync) with { Note = swarm.It is null ? "" : "'service create --detach', then 'service ls' until all run: without the five seconds that the client waits for stability" },
        ];
        return [.. (await Turns.TakeAsync(Name, $"{Replicas} replicas running", "s", context, subjects, cancel)).Rows()];
    }

    private static async Task<double> FleetAsync(FleetAgent agent, string file, CancellationToken cancel)
    {
        long from = Stopwatch.GetTimestamp();
        await agent.RunAsync(cancel, "job", "submit", file);
        await Waiting.UntilAsync(async () => (await agent.JsonAsync(cancel, "job", "ps", "bench")).EnumerateArray()
            .Count(replica => replica.GetProperty("state").GetString() == "running") == Replicas, "all replicas run", cancel);
        double time = Stopwatch.GetElapsedTime(from).TotalSeconds;
        await agent.RunAsync(cancel, "job", "stop", "bench");
        await Waiting.UntilAsync(async () => (await agent.JsonAsync(cancel, "ps")).GetArrayLength() == 0, "no replica runs", cancel);
        return time;
    }

    private static async Task<double> SwarmAsync(Docker docker, CancellationToken cancel)
    {
        long from = Stopwatch.GetTimestamp();
        await docker.RunAsync(cancel, "service", "create", "--detach", "--no-resolve-image", "--stop-grace-period", "0s",
            "--replicas", $"{Replicas}", "--name", "bench", Image.Name, "sleep", "100000");
        await Waiting.UntilAsync(async () => (await docker.RunAsync(cancel, "service", "ls", "--format", "{{.Replicas}}")).Trim() == $"{Replicas}/{Replicas}", "all replicas run", cancel);
        double time = Stopwatch.GetElapsedTime(from).TotalSeconds;
        await docker.RunAsync(cancel, "service", "rm", "bench");
        await Waiting.UntilAsync(async () => (await docker.RunAsync(cancel, "ps", "-aq")).Length == 0, "no replica is left", cancel);
        return time;
    }
}
