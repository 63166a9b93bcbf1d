using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Inspect;

/// <summary>A namespace of the container (namespaces(7)).</summary>
/// <param name="Type">As in /proc/PID/ns: <c>mnt</c>, <c>net</c>, <c>pid</c>, ...</param>
/// <param name="CloneFlag">Its flag of clone(2): <c>CLONE_NEWNS</c>.</param>
/// <param name="CloneFlagHex">That flag's value: <c>0x00020000</c>.</param>
/// <param name="Inode">Two processes are in the same one when these are equal; null when it does not run.</param>
/// <param name="Origin"><c>new</c>, <c>joined</c> or <c>host</c>.</param>
/// <param name="JoinedFrom">Whose it is: <c>container:NAME</c>, or a path; empty unless joined.</param>
public sealed record InspectNamespace(string Type, string CloneFlag, string CloneFlagHex, ulong? Inode, string Origin, string JoinedFrom);

/// <param name="Inside">The first id in the container.</param>
/// <param name="Outside">The node's id that it is.</param>
/// <param name="Count">So many from there on.</param>
public sealed record InspectIdMap(uint Inside, uint Outside, uint Count);

/// <param name="Hierarchy">The kernel's number; 0 is version 2's.</param>
/// <param name="Version">1 or 2.</param>
/// <param name="Controllers">The controllers bound to it, or <c>name=...</c>; in version 2 <c>unified</c>.</param>
/// <param name="Path">The group, from the root of the hierarchy on.</param>
/// <param name="Folder">The same in the node's file system; empty where the hierarchy is not mounted.</param>
/// <param name="Limits">The group's files that limit something, with the kernel's answers.</param>
public sealed record InspectCgroup(int Hierarchy, int Version, string Controllers, string Path, string Folder, IReadOnlyDictionary<string, string> Limits);

/// <param name="Writable">The container's own: goes with it, and is the only one that it can change.</param>
/// <param name="Digest">Of the unpacked layer's archive (DiffID); empty for the writable one, and for a copy of the image made for a user namespace.</param>
/// <param name="Size">Bytes: of the writable layer on disk, of an image's layer as it travels (compressed).</param>
/// <param name="Folder">Where its files are on the node.</param>
public sealed record InspectLayer(bool Writable, string Digest, long Size, string Folder);

public sealed record InspectSecurity
{
    /// <summary>The system call filter, as a sentence.</summary>
    public required string Seccomp { get; init; }

    /// <summary>0 none, 1 strict, 2 filter (proc_pid_status(5)).</summary>
    public int SeccompMode { get; init; }

    public bool NoNewPrivileges { get; init; }

    /// <summary>What the first process may do; empty when it does not run.</summary>
    public required InspectCapabilities Capabilities { get; init; }

    public ImmutableArray<string> MaskedPaths { get; init; } = [];

    public ImmutableArray<string> ReadonlyPaths { get; init; } = [];

    /// <summary>All of it for people, a sentence each.</summary>
    public ImmutableArray<string> InWords { get; init; } = [];
}

/// <summary>The five sets of capabilities(7), by name.</summary>
public sealed record InspectCapabilities
{
    public ImmutableArray<string> Effective { get; init; } = [];

    public ImmutableArray<string> Permitted { get; init; } = [];

    public ImmutableArray<string> Inheritable { get; init; } = [];

    public ImmutableArray<string> Bounding { get; init; } = [];

    public ImmutableArray<string> Ambient { get; init; } = [];
}
