using Fleet.Linux.Mounts;
using Fleet.Linux.Processes;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Plan;

/// <summary>What all parts of a container's plan share while it is being written.</summary>
internal sealed unsafe class PlanWriter(ShimConfig config, string folder, PlanMemory memory)
{
    internal ShimConfig Config => config;

    /// <summary>The container's state folder, absolute.</summary>
    internal string Folder => folder;

    internal CallList Calls { get; } = new(memory);

    internal PlanMemory Memory => memory;

    /// <summary>Descriptor of the container's root, once it is mounted.</summary>
    internal long* Root { get; } = memory.Slot();

    /// <summary>Slots of binds that were copied while the host's mounts still had their peers: those that pass mounts on or take them.</summary>
    internal Dictionary<MountPlan, nint> PeerCopies { get; } = [];

    internal bool HasUserNamespace => Has(NamespaceKind.User);

    internal bool Has(NamespaceKind kind) => config.Namespaces.Has(kind);

    internal bool HasNew(NamespaceKind kind) => config.Namespaces.Find(kind) is { Path.Length: 0 };

    internal long Text(string text) => (long)memory.Text(text);

    /// <summary>Arguments of openat2(2) for a descriptor that only names its file.</summary>
    internal long How(ulong resolve)
    {
        var how = (OpenHow*)memory.Bytes(sizeof(OpenHow));
        how->Flags = Resolving.PathOnly | Resolving.CloseOnExec;
        how->Resolve = resolve;
        return (long)how;
    }

    internal long Attributes(ulong set, ulong clear = 0, ulong propagation = 0, ulong userNsFd = 0)
    {
        var attr = (MountAttr*)memory.Bytes(sizeof(MountAttr));
        *attr = new MountAttr { Set = set, Clear = clear, Propagation = propagation, UserNsFd = userNsFd };
        return (long)attr;
    }

    /// <summary>A path of this host, made absolute: the child's working folder changes on its way.</summary>
    internal string Absolute(string path) => path.StartsWith('/') ? path : $"{folder}/{path}";
}
