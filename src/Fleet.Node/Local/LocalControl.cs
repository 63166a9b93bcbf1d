using Akka.Actor;
using Fleet.Containers.Looking;
using Fleet.Linux.Processes;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Naming;

namespace Fleet.Node.Local;

internal sealed class LocalControl(IActorRef node, ContainerTable table) : IContainerControl
{
    public Task<ContainerView> PauseAsync(string name, CancellationToken cancel) => AskAsync(new PauseIt(IdOf(name), Paused: true), cancel);

    public Task<ContainerView> UnpauseAsync(string name, CancellationToken cancel) => AskAsync(new PauseIt(IdOf(name), Paused: false), cancel);

    public Task<ContainerView> RestartAsync(string name, TimeSpan? timeout, CancellationToken cancel) => AskAsync(new RestartIt(IdOf(name), timeout), cancel);

    public Task<ContainerView> RenameAsync(string name, string newName, CancellationToken cancel) =>
        AskAsync(new RenameIt(IdOf(name), ContainerNames.Check(newName)), cancel);

    public Task<ContainerView> UpdateAsync(string name, ContainerLimits limits, RestartRule? restart, CancellationToken cancel) =>
        AskAsync(new UpdateIt(IdOf(name), limits, restart), cancel);

    public Task<IReadOnlyList<ProcessRow>> ProcessesAsync(string name, CancellationToken cancel)
    {
        var entry = table.Find(name);
        return entry is { IsRunning: true, Running.Group: { } group }
            ? Task.Run(() => ContainerProcesses.Of(group), cancel)
            : throw new EngineException(EngineError.Conflict, $"container {entry.Name} is not running, so it has no processes");
    }

    private AllocationId IdOf(string name) => table.Find(name).Record.Id;

    private Task<ContainerView> AskAsync(IForContainer question, CancellationToken cancel) => node.AskAsync<ContainerView>(question, cancel);
}
