namespace Fleet.Shim.Plan;

/// <summary>Detached mounts that the privileged side made for a container with its own user namespace: by index of the config's mounts.</summary>
internal sealed class PreparedTrees
{
    private readonly Dictionary<int, int> _descriptors = [];

    internal static PreparedTrees None { get; } = new();

    internal void Add(int mount, int descriptor) => _descriptors[mount] = descriptor;

    internal int Find(int mount) => _descriptors.GetValueOrDefault(mount, -1);

    internal void Close()
    {
        foreach (int descriptor in _descriptors.Values)
        {
            Fleet.Linux.Processes.Raw.Close(descriptor);
        }

        _descriptors.Clear();
    }
}
