using Fleet.Linux.Cgroups;
using Fleet.Linux.Namespaces;
using Fleet.Linux.Processes;

namespace Fleet.Containers.Looking;

/// <summary>What a container is made of: as the kernel has it now while it runs, and as it was planned where only that is known.</summary>
public sealed record ContainerFacts
{
    /// <summary>Of its first process; null when it does not run.</summary>
    public ProcessStatus? Process { get; init; }

    /// <summary>Empty when it does not run.</summary>
    public IReadOnlyList<IdMap> UidMap { get; init; } = [];

    /// <inheritdoc cref="UidMap"/>
    public IReadOnlyList<IdMap> GidMap { get; init; } = [];

    /// <summary>One for each kind that the kernel has.</summary>
    public IReadOnlyList<NamespaceFacts> Namespaces { get; init; } = [];

    /// <summary>One for each hierarchy of the machine, Fleet's or not; empty when it does not run.</summary>
    public IReadOnlyList<ProcessGroup> Groups { get; init; } = [];

    /// <summary>Paths hidden behind an empty file or folder.</summary>
    public IReadOnlyList<string> MaskedPaths { get; init; } = [];

    public IReadOnlyList<string> ReadOnlyPaths { get; init; } = [];

    /// <summary>Length of its system call filter (seccomp_filter, 8 bytes each); 0: it has none.</summary>
    public int FilterInstructions { get; init; }
}

public enum NamespaceOrigin
{
    /// <summary>Made for this container.</summary>
    New,

    /// <summary>Another's, entered by setns(2).</summary>
    Joined,

    /// <summary>That of the agent itself.</summary>
    Host,
}

/// <param name="Inode">Null when the container does not run.</param>
/// <param name="JoinedPath">Where it was joined by; empty otherwise.</param>
public sealed record NamespaceFacts(NamespaceType Type, ulong? Inode, NamespaceOrigin Origin, string JoinedPath);
