using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Jobs;
using Fleet.Model;

namespace Fleet.Cli.Commands.Demo;

/// <summary>Asks the control host how a job's replicas stand.</summary>
internal sealed class DemoJobs(AgentClient agent, DemoStage stage)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public Task<IReadOnlyList<AllocationInfo>> RunningAsync(string job, int count, TimeSpan atMost, CancellationToken cancel) =>
        WaitAsync(job, count, _ => true, atMost, cancel);

    public Task<IReadOnlyList<AllocationInfo>> RunningElsewhereAsync(string job, int count, string lost, TimeSpan atMost, CancellationToken cancel) =>
        WaitAsync(job, count, replica => replica.Node != lost, atMost, cancel);

    public void Show(IReadOnlyList<AllocationInfo> replicas, IReadOnlyDictionary<string, StatsInfo> usage) =>
        stage.Table(["REPLICA", "NODE", "ATTEMPT", "PID", "PORT", "CPU", "MEMORY", "PIDS"], replicas.Select(replica => new[]
        {
            replica.Name, replica.Node, $"{replica.Attempt}", $"{replica.Pid}", string.Join(",", replica.Ports.Select(port => port.Number)),
            usage.TryGetValue(replica.Id, out var used) ? $"{used.Cpu:0.00}" : "-",
            used is not null ? $"{used.Memory >> 10} KiB" : "-", used is not null ? $"{used.Pids}" : "-",
        }));

    private async Task<IReadOnlyList<AllocationInfo>> WaitAsync(
        string job, int count, Func<AllocationInfo, bool> counts, TimeSpan atMost, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(atMost);
        IReadOnlyList<AllocationInfo> all = [];
        try
        {
            while (true)
            {
                all = await agent.GetAsync(Routes.Job(job, "allocations"), ApiJson.Default.ImmutableArrayAllocationInfo, timer.Token);
                var running = all.Where(replica => replica is { State: Phase.Running, Desired: Desired.Run, Unknown: false } && counts(replica)).ToList();
                if (running.Count >= count) return [.. running.OrderBy(replica => replica.Index)];
                await Task.Delay(Pause, timer.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new IOException($"after {atMost.TotalSeconds:0} s {job} had not {count} running replicas: "
                + string.Join("; ", all.Select(replica => $"{replica.Name} {replica.State} on {replica.Node} {replica.Reason} {replica.Message}")));
        }
    }
}
