using Fleet.Linux.Files;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

/// <summary>The namespaces of other containers that one joins, held open while it is made: should the others end meanwhile, nothing else is joined.</summary>
internal sealed class OpenedJoins : IDisposable
{
    private readonly List<OwnedFd> _open = [];

    public JoinedNamespaces Joined { get; private set; } = JoinedNamespaces.None;

    /// <exception cref="EngineException">Conflict: one of the others does not run, or does not share. NotFound: it was removed.</exception>
    public static OpenedJoins Open(AllocationRecord record, ContainerTable table)
    {
        var opened = new OpenedJoins();
        try
        {
            opened.Joined = opened.Enter(record, table);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var fd in _open) fd.Dispose();
        _open.Clear();
    }

    private JoinedNamespaces Enter(AllocationRecord record, ContainerTable table)
    {
        var paths = new Dictionary<string, string>();
        foreach (var (kind, choice) in record.Spec.Namespaces.Joinable.Where(space => space.Choice.Origin == NamespaceOrigin.Container))
        {
            paths[kind] = Hold(JoinTargets.Running(kind, choice, table), kind);
        }
        var ipc = record.Spec.Namespaces.Ipc;
        string? memory = ipc.Origin == NamespaceOrigin.Container ? Hold(JoinTargets.Running("ipc", ipc, table), "mount") : null;
        return new JoinedNamespaces(paths, memory, JoinTargets.EtcOf(record, table));
    }

    private string Hold(ContainerEntry other, string kind)
    {
        try
        {
            var fd = other.Running!.OpenNamespace(kind);
            _open.Add(fd);
            return $"/proc/{Environment.ProcessId}/fd/{fd.Number}";
        }
        catch (Exception e) when (e is not EngineException)
        {
            throw EngineErrors.Of(e, other.Name);
        }
    }
}
