using System.Diagnostics;
using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Suites;
using Fleet.Containers;
using Fleet.Containers.Spec;

namespace Fleet.Benchmarks.Subjects;

/// <summary>Fleet's engine as the agent uses it: Fleet.Containers with a shim per container.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly Bundle _bundle;
    private readonly ContainerRuntime _runtime;
    private readonly string _name = $"bench-{Environment.ProcessId}";
    private int _count;

    public Engine(Bundle bundle)
    {
        _bundle = bundle;
        _runtime = ContainerRuntime.Open(new RuntimeOptions
        {
            StateFolder = Path.Combine(bundle.Folder, "fleet"), ShimPath = Installed.Shim, CgroupParent = $"fleet/{_name}",
        });
        Steps = [.. ((string[])["create", "start", "exit", "delete"]).Select(step => new Comparison("start", $"of it: {step}", "ms", Subject.Ours))];
    }

    /// <summary>Runs one container until this is disposed: as on a host that has something to do, the groups above those of the others stay.</summary>
    public async Task StartResidentAsync(CancellationToken cancel)
    {
        RuntimeSpec spec = _bundle.Read();
        var container = await _runtime.CreateAsync(
            new ContainerSetup { Id = "resident", Spec = spec with { Process = spec.Process! with { Args = ["/bin/sleep", "100000"] } }, Cgroup = new CgroupPlace("start", "resident") }, cancel);
        await container.StartAsync(cancel);
    }

    /// <summary>Where the time goes.</summary>
    public IReadOnlyList<Comparison> Steps { get; }

    /// <summary>One container from its specification to its removal, in milliseconds.</summary>
    public async Task<double> RunAsync(CancellationToken cancel)
    {
        string id = $"c{_count++}";
        long from = Stopwatch.GetTimestamp();
        var container = await _runtime.CreateAsync(
            new ContainerSetup { Id = id, Spec = _bundle.Read(), Cgroup = new CgroupPlace("start", id) }, cancel);
        long created = Stopwatch.GetTimestamp();
        await container.StartAsync(cancel);
        long started = Stopwatch.GetTimestamp();
        ExitRecord exit = await container.WaitAsync(cancel);
        long exited = Stopwatch.GetTimestamp();
        await container.DeleteAsync(cancel);
        long deleted = Stopwatch.GetTimestamp();
        if (exit.ExitCode != 0) throw new ProgramFailedException($"/bin/true ended with {exit.ExitCode}: {exit.Message}");
        long[] moments = [from, created, started, exited, deleted];
        for (int i = 0; i < Steps.Count && _count > 1; i++) Steps[i].Add(Subject.Ours, Stopwatch.GetElapsedTime(moments[i], moments[i + 1]).TotalMilliseconds);
        return Stopwatch.GetElapsedTime(from, deleted).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string id in _runtime.ListIds()) await _runtime.DeleteAsync(id);
        await _runtime.DisposeAsync();
    }
}
