using System.Diagnostics;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Jobs;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.Commands.Lab;
using Fleet.Lab;
using Fleet.Lab.Demo;
using Fleet.Lab.Plans;

namespace Fleet.Cli.Commands.Demo;

/// <summary>The demonstration, step after step. Disposal takes the lab down unless it is kept.</summary>
internal sealed class DemoRun(FleetRoot root, int nodes, string? image, DemoStage stage) : IAsyncDisposable
{
    private const int Replicas = 6;
    private const string Service = "web";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LabHosts _hosts = LabCommands.Hosts(root);
    private bool _isUp;

    public bool IsKept { get; private set; }

    private DemoJobs Jobs(AgentClient agent) => new(agent, stage);

    public async Task RunAsync(CancellationToken cancel)
    {
        var whole = Stopwatch.StartNew();
        var plan = await stage.StepAsync($"Bring up {nodes} hosts", "lab up, all nodes in the cluster", () => LabUpAsync(cancel));
        using var agent = new AgentClient(root.LabNode(plan.Nodes[0].Name).Socket);
        string name = await stage.StepAsync($"Bring an image to {plan.Nodes[0].Name} alone", "image made and imported", () => ImageAsync(agent, cancel));
        await stage.StepAsync("Submit jobs from another process with its own actor system", "service up and batch complete",
            () => new DemoClientProcess(stage).RunAsync(plan, name, Replicas, image is null, cancel));
        var jobs = Jobs(agent);
        var before = await stage.StepAsync("See where they run, and call them", "every replica called", () => LookAsync(jobs, cancel));
        await stage.StepAsync("Cut the power of one host", "host killed until all replicas run again", () => CutAsync(plan, jobs, before, cancel));
        stage.Remember("the whole demonstration", whole.Elapsed);
        stage.Summary();
    }

    public void Keep()
    {
        IsKept = true;
        stage.Say("");
        stage.Say($"The lab stays up. Look at it with:  fleet --root {root.Folder} job ps {Service}");
        stage.Say($"Take it down with:                  fleet --root {root.Folder} lab down");
    }

    public ValueTask DisposeAsync()
    {
        if (_isUp && !IsKept) _hosts.Down();
        _isUp = false;
        return ValueTask.CompletedTask;
    }

    private async Task<LabPlan> LabUpAsync(CancellationToken cancel)
    {
        var plan = _hosts.Up(new LabOptions { Nodes = nodes, MilliCpu = 1000, MemoryBytes = 1L << 30 });
        _isUp = true;
        await new LabReadiness(root, _hosts).WaitAsync(plan, [.. plan.Nodes.Select(node => node.Name)], LabCommands.JoinTime, cancel);
        stage.Table(["NODE", "ROLES", "ADDRESS", "CPUS", "MEMORY", "CGROUP"], plan.Nodes.Select(node => new[]
        {
            node.Name, node.IsControl ? "control, worker" : "worker", node.Address, $"{node.MilliCpu / 1000.0:0.##}", $"{node.MemoryBytes >> 20} MiB", node.Cgroup(plan),
        }));
        return plan;
    }

    private async Task<string> ImageAsync(AgentClient agent, CancellationToken cancel)
    {
        if (image is not null) return await DemoImages.BringAsync(agent, image, stage, cancel);
        string layout = Path.Combine(root.Folder!, "sample-image");
        try
        {
            string digest = DemoImage.Write(Path.Combine(AppContext.BaseDirectory, "samples", "sample"), layout);
            stage.Say($"made {DemoImage.Name} from a C# web service of ours: three layers, {digest}");
            return await DemoImages.BringAsync(agent, layout, stage, cancel);
        }
        finally
        {
            if (Directory.Exists(layout)) Directory.Delete(layout, recursive: true);
        }
    }

    private async Task<IReadOnlyList<AllocationInfo>> LookAsync(DemoJobs jobs, CancellationToken cancel)
    {
        var replicas = await jobs.RunningAsync(Service, Replicas, Patience, cancel);
        var usage = await DemoUsage.ReadAsync(root, _hosts.Plan, cancel);
        jobs.Show(replicas, usage);
        if (image is null) await DemoCalls.CallAllAsync(_hosts.Plan, replicas, stage, cancel);
        return replicas;
    }

    private async Task<int> CutAsync(LabPlan plan, DemoJobs jobs, IReadOnlyList<AllocationInfo> before, CancellationToken cancel)
    {
        // The one with most replicas; not the first, at which this program asks.
        string victim = plan.Nodes.Skip(1).MaxBy(node => before.Count(replica => replica.Node == node.Name))!.Name;
        int moved = before.Count(replica => replica.Node == victim);
        var untouched = new DemoUntouched(before);
        stage.Say($"{victim} ran {moved} of {before.Count} replicas: agent, shims and containers of it die now");
        _hosts.Kill(victim, wholeHost: true);

        var after = await jobs.RunningElsewhereAsync(Service, Replicas, victim, Patience, cancel);
        jobs.Show(after, await DemoUsage.ReadAsync(root, plan, cancel));
        if (image is null) await DemoCalls.CallAllAsync(plan, after, stage, cancel);
        untouched.Check(victim, after, stage);
        return moved;
    }
}
