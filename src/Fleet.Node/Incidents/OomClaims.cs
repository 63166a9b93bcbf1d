using System.Collections.Concurrent;
using Fleet.Model;

namespace Fleet.Node.Incidents;

/// <summary>
/// A kill for want of memory may be seen twice: by the watcher while the container runs, and in how it ended. Who claims it first
/// tells of it; the container's actor for the end, <see cref="IncidentActor"/> for the rest.
/// </summary>
internal sealed class OomClaims
{
    private readonly ConcurrentDictionary<AllocationId, int> _runs = new();

    /// <summary>True once for each run of a container.</summary>
    public bool Claim(AllocationId id, int run)
    {
        while (true)
        {
            if (!_runs.TryGetValue(id, out int last))
            {
                if (_runs.TryAdd(id, run)) return true;
            }
            else if (last >= run)
            {
                return false;
            }
            else if (_runs.TryUpdate(id, run, last))
            {
                return true;
            }
        }
    }

    public void Forget(AllocationId id) => _runs.TryRemove(id, out _);
}
