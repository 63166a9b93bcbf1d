using System.Runtime.CompilerServices;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Tests.Support;

/// <summary>An engine of made-up containers: each echoes its stdin on stdout and ends with its end.</summary>
internal sealed class FakeEngine : ILocalEngine, IContainerEngine, INodeEngine
{
    public List<LogChunk> Log { get; } = [];

    public Dictionary<string, EchoProcess> Processes { get; } = [];

    public List<AttachOptions> Attachments { get; } = [];

    public List<(string Name, string Signal)> Signals { get; } = [];

    public Exception? CreateFails { get; set; }

    public Exception? StartFails { get; set; }

    public Exception? ExecFails { get; set; }

    public int ProgressSteps { get; set; }

    public IContainerEngine Containers => this;

    public IContainerControl Control => throw new NotSupportedException();

    public IContainerFiles Files => throw new NotSupportedException();

    public IImageEngine Images { get; } = new FakeImages();

    public IVolumeEngine Volumes => throw new NotSupportedException();

    public INodeEngine Node => this;

    public string Name => "n1";

    public ReadOnlyMemory<byte> TicketKey { get; } = new byte[32];

    public Task<ContainerView> CreateAsync(ContainerSpec spec, CreateOptions options, IProgress<ImageProgress>? progress, CancellationToken cancel)
    {
        for (int i = 0; i < ProgressSteps; i++)
        {
            progress?.Report(new ImageProgress(spec.Image, "downloading", "sha256:aa", i, ProgressSteps));
        }

        if (CreateFails is not null)
        {
            throw CreateFails;
        }

        string name = options.Name ?? "made-up";
        Processes[name] = new EchoProcess();
        return Task.FromResult(View(name, Phase.Created) with { Image = spec.Image });
    }

    public Task<ContainerView> StartAsync(string name, CancellationToken cancel, TerminalSize? terminal = null) =>
        StartFails is null ? Task.FromResult(View(name, Phase.Running)) : throw StartFails;

    public async Task<IContainerAttachment> AttachAsync(string name, AttachOptions options, CancellationToken cancel)
    {
        if (options.Start) await StartAsync(name, cancel);
        Attachments.Add(options);
        var process = Process(name);
        process.Id = name;
        return process;
    }

    public Task<string?> NextRunAsync(string name, string run, CancellationToken cancel) => Task.FromResult<string?>(null);

    public async Task<ContainerExit> WaitAsync(string name, CancellationToken cancel) =>
        new("0123456789abcdef", await Process(name).WaitAsync(cancel), false, "", DateTimeOffset.UnixEpoch);

    public Task<ContainerView> StopAsync(string name, TimeSpan? timeout, CancellationToken cancel) => Task.FromResult(View(name, Phase.Exited));

    public Task KillAsync(string name, string signal, CancellationToken cancel)
    {
        Signals.Add((name, signal));
        Process(name).End(128 + int.Parse(signal));
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string name, bool force, CancellationToken cancel) =>
        Processes.Remove(name) ? Task.CompletedTask : throw new EngineException(EngineError.NotFound, $"no such container: {name}");

    public Task<IReadOnlyList<ContainerView>> ListAsync(bool all, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ContainerView>>([.. Processes.Keys.Select(name => View(name, all ? Phase.Exited : Phase.Running))]);

    public Task<ContainerInspection> InspectAsync(string name, CancellationToken cancel) => throw new EngineException(EngineError.NotFound, $"no such container: {name}");

    public async IAsyncEnumerable<LogChunk> LogsAsync(string name, LogsQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        _ = Process(name);
        foreach (var chunk in Log)
        {
            await Task.Yield();
            yield return chunk;
        }
    }

    public Task<IExecution> ExecAsync(string name, ExecSpec spec, CancellationToken cancel) =>
        ExecFails is null ? Task.FromResult<IExecution>(new EchoProcess { Code = spec.Command.Count }) : throw ExecFails;

    public async IAsyncEnumerable<ContainerUsage> StatsAsync(string name, bool follow, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        yield return new ContainerUsage { Time = DateTimeOffset.UtcNow, Id = name, Name = name };
    }

    public Task ResizeAsync(string name, TerminalSize size, CancellationToken cancel) => Task.CompletedTask;

    public async IAsyncEnumerable<NodeEvent> EventsAsync(DateTimeOffset? since, bool follow, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        yield return new NodeEvent(DateTimeOffset.UnixEpoch, "container", "die", "id", "c", new Dictionary<string, string> { ["exitCode"] = "3" });
    }

    public Task<NodeReport> ReportAsync(CancellationToken cancel) => Task.FromResult(new NodeReport
    {
        Name = Name, Architecture = "amd64", Kernel = "6.1", CgroupVersion = 2, BootId = "b", HttpAddress = "h:1",
        Capacity = new Resources(2000, 1 << 30, 100), Allocatable = new Resources(1900, 1 << 29, 90),
    });

    public Task<NodeUsage> UsageAsync(CancellationToken cancel) => Task.FromResult(new NodeUsage(new Resources(500, 1 << 20, 5), 50, null, null));

    private EchoProcess Process(string name) =>
        Processes.TryGetValue(name, out var process) ? process : throw new EngineException(EngineError.NotFound, $"no such container: {name}");

    private static ContainerView View(string name, Phase state) => new() { Id = "0123456789abcdef", Name = name, Image = "base", Node = "n1", State = state };
}
