using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fleet.Model;

namespace Fleet.Api.Contracts.Containers;

/// <summary><c>fleet inspect</c>: the line of <c>ps</c> and what lies behind it.</summary>
public sealed record ContainerDetail : ContainerInfo
{
    /// <summary>As asked for, limits included.</summary>
    [JsonPropertyOrder(1)]
    public ContainerSpec? Spec { get; init; }

    /// <summary>In docker's words.</summary>
    [JsonPropertyOrder(1)]
    public string Restart { get; init; } = "no";

    [JsonPropertyOrder(1)]
    public bool AutoRemove { get; init; }

    /// <summary>What is executed, the image's part included.</summary>
    [JsonPropertyOrder(1)]
    public ProcessInfo? Process { get; init; }

    [JsonPropertyOrder(1)]
    public ImmutableArray<MountInfo> Mounts { get; init; } = [];

    [JsonPropertyOrder(1)]
    public CgroupInfo? Cgroup { get; init; }

    /// <summary>Such as <c>pid</c> to <c>pid:[4026532345]</c>; empty when it does not run.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [JsonPropertyOrder(1)]
    public string Hostname { get; init; } = "";

    [JsonPropertyOrder(1)]
    public string LogPath { get; init; } = "";

    [JsonPropertyOrder(1)]
    public string Folder { get; init; } = "";

    [JsonPropertyOrder(1)]
    public ImmutableArray<AssignedPort> Ports { get; init; } = [];

    /// <summary>The host's first id of a user namespace of its own, and how many; null when it uses the node's.</summary>
    [JsonPropertyOrder(1)]
    public UserRangeInfo? UserRange { get; init; }
}

public sealed record ProcessInfo(
    ImmutableArray<string> Args, ImmutableArray<string> Env, string WorkingDirectory, string User, bool Terminal, string StopSignal,
    ImmutableArray<string> Capabilities);

public sealed record MountInfo(MountType Type, string Name, string Source, string Target, bool ReadOnly);

public sealed record CgroupInfo(int Version, string Path, IReadOnlyDictionary<string, string> Folders, ContainerLimits Limits);

public sealed record UserRangeInfo(uint First, uint Count);
