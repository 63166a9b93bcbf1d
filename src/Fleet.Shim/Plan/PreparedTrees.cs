using Fleet.Linux.Processes;

namespace Fleet.Shim.Plan;

/// <summary>Detached mounts that a helper made before the container: by index of the config's mounts.</summary>
internal sealed class PreparedTrees
{
    private readonly Dictionary<int, int> _descriptors = [];

    /// <summary>A descriptor number for the helper, which shares our descriptors, to leave its tree at.</summary>
    internal int Reserve(int mount) =>
        _descriptors[mount] = (int)Raw.Check(Raw.Call(Nr.Fcntl, 0, 1030 /* F_DUPFD_CLOEXEC */, 3), "reserve a descriptor for", "a mount");

    internal int Find(int mount) => _descriptors.GetValueOrDefault(mount, -1);

    internal void Close()
    {
        foreach (int descriptor in _descriptors.Values)
        {
            Raw.Close(descriptor);
        }

        _descriptors.Clear();
    }
}
