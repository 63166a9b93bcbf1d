using Fleet.Linux.Cgroups;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Containers.Looking;

/// <summary>Looks at one container from outside: its plan on disk, and its first process in /proc.</summary>
internal static class ContainerLook
{
    private static readonly Dictionary<string, NamespaceKind> Kinds = new()
    {
        ["cgroup"] = NamespaceKind.Cgroup, ["ipc"] = NamespaceKind.Ipc, ["mnt"] = NamespaceKind.Mount, ["net"] = NamespaceKind.Network,
        ["pid"] = NamespaceKind.Pid, ["user"] = NamespaceKind.User, ["uts"] = NamespaceKind.Uts,
    };

    /// <param name="state">Null when it does not run.</param>
    public static ContainerFacts At(ContainerFolder folder, ShimState? state)
    {
        ShimConfig? plan = Plan(folder);
        using ProcessFolder? process = state is null ? null : ProcessFolder.Open(state.Pid, state.PidStartTime);
        return new ContainerFacts
        {
            Process = process?.Read("status") is { } status ? ProcessStatus.Parse(status) : null,
            UidMap = IdMap.Parse(process?.Read("uid_map")),
            GidMap = IdMap.Parse(process?.Read("gid_map")),
            Namespaces = Namespaces(plan, process),
            Groups = process?.Read("cgroup") is { } groups ? ProcessGroups.Of(groups) : [],
            MaskedPaths = plan?.MaskedPaths ?? [],
            ReadOnlyPaths = plan?.ReadOnlyPaths ?? [],
            FilterInstructions = (plan?.Seccomp.Length ?? 0) / 8,
        };
    }

    private static List<NamespaceFacts> Namespaces(ShimConfig? plan, ProcessFolder? process)
    {
        using ProcessFolder? own = ProcessIdentity.StartTime(Environment.ProcessId) is { } start ? ProcessFolder.Open(Environment.ProcessId, start) : null;
        var facts = new List<NamespaceFacts>();
        foreach (NamespaceType type in NamespaceType.All)
        {
            if (own?.Namespace(type) is not { } ours)
            {
                continue;       // a kind that this kernel does not have
            }

            ulong? inode = process?.Namespace(type);
            NamespacePlan? planned = Kinds.TryGetValue(type.Name, out var kind) ? plan?.Namespaces.FirstOrDefault(space => space.Kind == kind) : null;
            NamespaceOrigin origin = Origin(planned, inode, ours);
            facts.Add(new NamespaceFacts(type, inode, origin, origin == NamespaceOrigin.Joined ? planned!.Path : ""));
        }

        return facts;
    }

    /// <summary>What the kernel says goes before what was planned: one with the agent's number is the agent's, however it was come by.</summary>
    private static NamespaceOrigin Origin(NamespacePlan? planned, ulong? inode, ulong ours) => planned switch
    {
        _ when inode == ours => NamespaceOrigin.Host,
        { Path.Length: > 0 } => NamespaceOrigin.Joined,
        null when inode is null => NamespaceOrigin.Host,
        _ => NamespaceOrigin.New,
    };

    private static ShimConfig? Plan(ContainerFolder folder)
    {
        try
        {
            return ShimConfigFormat.Read(File.ReadAllBytes(folder.Config));
        }
        catch (Exception e) when (e is IOException or WireException)
        {
            return null;        // it is being made or removed
        }
    }
}
