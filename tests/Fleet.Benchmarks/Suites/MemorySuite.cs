using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;

namespace Fleet.Benchmarks.Suites;

/// <summary>What an engine weighs beside what it runs.</summary>
internal sealed class MemorySuite : ISuite
{
    private const double Megabyte = 1e6;

    /// <summary>Between the last start and the measurement: what counts is what a container costs while it runs.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>Clients that start containers at a time.</summary>
    private const int AtATime = 4;

    public string Name => "memory";

    public string What => "PSS of shims and agent at 1, 50 and 500 containers, against containerd-shim, dockerd and containerd; most containers";

    public int Rounds => 500;

    /// <summary>For each of the two.</summary>
    public TimeSpan Budget => TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        int[] counts = [.. new[] { 1, 50, 500 }.Where(count => count <= context.Rounds)];
        var shims = counts.ToDictionary(count => count, count => new Comparison(Name, $"each shim, {count} containers", "MB", "fleet-shim", "containerd-shim"));
        var agents = counts.ToDictionary(count => count, count => new Comparison(Name, $"agent, {count} containers", "MB", "fleet-agent", "dockerd+containerd"));
        await FleetAsync(context, counts, shims, agents, cancel);
        await using var docker = await Peer.TryAsync(() => Docker.NeedAsync(context.Say, cancel), () => Docker.StartAsync(cancel));
        if (docker.It is { } it) await DockerAsync(new SuiteContext(context.Rounds, context.Budget, context.Say), it, counts, shims, agents, cancel);
        foreach (int count in counts.Where(_ => docker.It is null))
        {
            shims[count].Note("containerd-shim", docker.Why);
            agents[count].Note("dockerd+containerd", docker.Why);
        }

        return [.. counts.SelectMany(count => shims[count].Rows().Concat(agents[count].Rows()))];
    }

    private static async Task FleetAsync(SuiteContext context, int[] counts, Dictionary<int, Comparison> shims, Dictionary<int, Comparison> agents, CancellationToken cancel)
    {
        await using var agent = await FleetAgent.StartAsync(cancel);
        string[] words = ["run", "-d", "--network", "none", Image.Name, "sleep", "100000"];
        int running = 0;
        void Tell(int running, int count, string shim, string agent) => Fewer(shims[count], agents[count], running, count, shim, agent);
        foreach (int count in counts)
        {
            running += await StartAsync(context, count - running, token => agent.RunAsync(token, words), cancel);
            Tell(running, count, "fleet-shim", "fleet-agent");
            foreach (int pid in agent.ShimPids) shims[count].Add("fleet-shim", ProcessMemory.PssOf(pid) / Megabyte);
            agents[count].Add("fleet-agent", ProcessMemory.PssOf(agent.Pid) / Megabyte);
        }
    }

    private static async Task DockerAsync(SuiteContext context, Docker docker, int[] counts, Dictionary<int, Comparison> shims, Dictionary<int, Comparison> agents, CancellationToken cancel)
    {
        string[] words = ["run", "-d", "--network", "none", Image.Name, "sleep", "100000"];
        int running = 0;
        void Tell(int running, int count, string shim, string agent) => Fewer(shims[count], agents[count], running, count, shim, agent);
        foreach (int count in counts)
        {
            running += await StartAsync(context, count - running, token => docker.RunAsync(token, words), cancel);
            Tell(running, count, "containerd-shim", "dockerd+containerd");
            foreach (int pid in docker.ShimPids) shims[count].Add("containerd-shim", ProcessMemory.PssOf(pid) / Megabyte);
            agents[count].Add("dockerd+containerd", (ProcessMemory.PssOf(docker.Pid) + ProcessMemory.PssOf(docker.ContainerdPid)) / Megabyte);
        }
    }

    private static void Fewer(Comparison shims, Comparison agents, int running, int count, string shim, string agent)
    {
        if (running == count) return;
        shims.Note(shim, $"with {running} containers: no more were started in the time");
        agents.Note(agent, $"with {running} containers: no more were started in the time");
    }

    /// <returns>How many were started, which are fewer where the time is over.</returns>
    private static async Task<int> StartAsync(SuiteContext context, int count, Func<CancellationToken, Task> start, CancellationToken cancel)
    {
        int started = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancel }, async (_, token) =>
        {
            if (context.IsOver) return;
            await start(token);
            Interlocked.Increment(ref started);
        });
        await Task.Delay(Rest, cancel);
        return started;
    }
}
