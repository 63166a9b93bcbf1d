using System.Security.Cryptography;
using Akka.Actor;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Events;
using Fleet.Node.Naming;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Local;

/// <summary>What changes a container goes through its actor; what only looks takes the table and the runtime.</summary>
internal sealed partial class LocalContainers(
    IActorRef node, ContainerTable table, RecordStore records, ContainerWork work, UserRanges ranges, string nodeName,
    EventLog events, TimeProvider time) : IContainerEngine
{
    public async Task<ContainerView> CreateAsync(
        ContainerSpec spec, CreateOptions options, IProgress<ImageProgress>? progress, CancellationToken cancel)
    {
        if (!options.VolumesFrom.IsEmpty) spec = VolumesOfOthers.Add(spec, options.VolumesFrom, table);
        SpecCheck.Before(spec, NodeFiles.DeviceAt, NodeFiles.DevicesBelow);
        spec = JoinTargets.Resolve(spec, table);
        if (options.Name is not null) ContainerNames.Check(options.Name);
        if (options.AutoRemove && options.Restart.Mode != RestartMode.No)
        {
            throw new EngineException(EngineError.Invalid, $"restart policy {options.Restart} and automatic removal exclude each other: leave one out");
        }
        var record = Take(new AllocationRecord
        {
            Id = new AllocationId(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))),
            Name = options.Name ?? "",
            Spec = spec,
            CreatedAt = time.GetUtcNow(),
            Restart = options.Restart,
            AutoRemove = options.AutoRemove,
            Terminal = options.TerminalSize,
            Reserved = new TaskGroup { Name = "local", Container = spec }.Needs,
        });
        node.Tell(new BeginLocal(record, new CreateRequest(options.Pull, progress)));
        try
        {
            return await node.AskAsync<ContainerView>(new AwaitCreated(record.Id), cancel).ConfigureAwait(false);
        }
        catch
        {
            await RemoveHalfMadeAsync(record.Id).ConfigureAwait(false);
            throw;
        }
    }

    private async Task RemoveHalfMadeAsync(AllocationId id)
    {
        try
        {
            await node.AskAsync<ContainerView>(new RemoveIt(id, Force: true), CancellationToken.None).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // Gone by itself; or its removal goes on by itself, and the first error is the one to tell.
        }
    }

    private AllocationRecord Take(AllocationRecord wanted)
    {
        var record = table.Add(wanted, ranges);
        try
        {
            records.Save(record);
            return record;
        }
        catch (Exception e)
        {
            table.Remove(record.Id);
            throw EngineErrors.Of(e, record.Name);
        }
    }

    public Task<ContainerView> StartAsync(string name, CancellationToken cancel, TerminalSize? terminal = null) =>
        node.AskAsync<ContainerView>(new StartIt(table.Find(name).Record.Id, terminal), cancel);

    public async Task<ContainerExit> WaitAsync(string name, CancellationToken cancel)
    {
        try
        {
            return await node.AskAsync<ContainerExit>(new AwaitEnd(table.Find(name).Record.Id), cancel).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Code == EngineError.NotFound && table.ExitOfGone(name) is { } exit)
        {
            return exit;
        }
    }

    public Task<ContainerView> StopAsync(string name, TimeSpan? timeout, CancellationToken cancel)
    {
        if (timeout < TimeSpan.Zero) timeout = null;
        return node.AskAsync<ContainerView>(new StopIt(table.Find(name).Record.Id, timeout), cancel);
    }

    public Task KillAsync(string name, string signal, CancellationToken cancel) =>
        node.AskAsync<ContainerView>(new SignalIt(table.Find(name).Record.Id, StopSignal.Parse(signal)), cancel);

    public Task RemoveAsync(string name, bool force, CancellationToken cancel) =>
        node.AskAsync<ContainerView>(new RemoveIt(table.Find(name).Record.Id, force), cancel);

    public Task<IReadOnlyList<ContainerView>> ListAsync(bool all, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ContainerView>>(
    [
        .. table.All.Where(entry => all || entry.IsRunning || entry.Status.RestartAt is not null).OrderByDescending(entry => entry.Record.CreatedAt).Select(entry => entry.ToView(nodeName)),
    ]);

    public Task<ContainerInspection> InspectAsync(string name, CancellationToken cancel) =>
        Task.Run(() => Inspection.Of(table.Find(name), table, work, nodeName), cancel);
}
