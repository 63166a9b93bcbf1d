using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>The containers whose namespaces another wants to join.</summary>
internal static class JoinTargets
{
    /// <summary>The spec with ids for names, so that it means the same containers ever after.</summary>
    /// <exception cref="EngineException">NotFound, Ambiguous. Conflict: it does not run, or does not share its IPC namespace.</exception>
    public static ContainerSpec Resolve(ContainerSpec spec, ContainerTable table)
    {
        spec = spec with { Namespaces = spec.Namespaces.WithContainers(name => table.Find(name).Id) };
        foreach (var (kind, choice) in spec.Namespaces.Joinable.Where(space => space.Choice.Origin == NamespaceOrigin.Container)) Running(kind, choice, table);
        return spec;
    }

    /// <exception cref="EngineException">Conflict: it does not run, or does not share. NotFound: it was removed.</exception>
    public static ContainerEntry Running(string kind, NamespaceChoice choice, ContainerTable table)
    {
        var other = Find(choice, table) ?? throw new EngineException(EngineError.NotFound,
            $"cannot join the {kind} namespace of container {choice.Of}: it was removed; make this container anew with another one");
        if (!other.IsRunning || other.Running is null)
        {
            throw new EngineException(EngineError.Conflict, $"cannot join the {kind} namespace of container {other.Name}: it is not running; start it first ('fleet start {other.Name}')");
        }
        if (kind == "ipc" && other.Record.Spec.Namespaces is { Ipc.Origin: NamespaceOrigin.Own, IpcSharing: not IpcSharing.Shareable })
        {
            throw new EngineException(EngineError.Conflict, $"cannot join the ipc namespace of container {other.Name}: it is not shareable; make that with --ipc shareable");
        }
        return other;
    }

    /// <summary>Who owns the hosts file of the network that a container is in, where that is another container.</summary>
    public static string? EtcOf(AllocationRecord record, ContainerTable table)
    {
        string? owner = null;
        while (record.Spec.Namespaces.Network is { Origin: NamespaceOrigin.Container } network)
        {
            owner = network.Of;
            if (Find(network, table) is not { } other) break;
            record = other.Record;
        }
        return owner;
    }

    /// <summary>Null when it was removed.</summary>
    public static ContainerEntry? Find(NamespaceChoice choice, ContainerTable table) =>
        AllocationId.TryParse(choice.Of, out var id) ? table.Get(id) : null;
}
