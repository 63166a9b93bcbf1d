using Fleet.Linux.Cgroups;

namespace Fleet.Linux.Systemd;

/// <summary>Groups below a scope of systemd's, which is made anew should it have ended.</summary>
internal sealed class ScopedDriver(Cgroups.V2.Driver inner, SystemdScope scope) : ICgroupDriver
{
    public int Version => inner.Version;

    public IReadOnlySet<string> Controllers => inner.Controllers;

    public IReadOnlyList<CgroupHierarchy> Hierarchies => inner.Hierarchies;

    public ICgroup Create(string path)
    {
        scope.Ensure();
        return inner.Create(path);
    }

    public ICgroup At(string path) => inner.At(path);

    /// <summary>The slice's limits count; those of the agent's own service do not, since no container is in it.</summary>
    public CgroupCapacity Capacity() => inner.CapacityBelow(SystemdScope.Path);
}
