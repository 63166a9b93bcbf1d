using System.Collections.Immutable;

namespace Fleet.Api.Contracts.Inspect;

/// <summary>
/// All there is to know of one container. Where docker's <c>inspect</c> has the same thing, it stands here under docker's name and in
/// docker's unit (bytes, nanoseconds, thousand-millionths of a core), so that scripts and templates go on working; the rest is Fleet's own: what
/// the container is made of, read back from the kernel.
/// </summary>
public sealed record InspectInfo
{
    public required string Id { get; init; }

    /// <summary>RFC 3339.</summary>
    public required string Created { get; init; }

    /// <summary>The program, and what it is given.</summary>
    public string Path { get; init; } = "";

    public ImmutableArray<string> Args { get; init; } = [];

    public required InspectState State { get; init; }

    /// <summary>The digest of the image's manifest.</summary>
    public string Image { get; init; } = "";

    public string ResolvConfPath { get; init; } = "";

    public string HostnamePath { get; init; } = "";

    public string HostsPath { get; init; } = "";

    public string LogPath { get; init; } = "";

    /// <summary>With docker's leading slash.</summary>
    public required string Name { get; init; }

    public int RestartCount { get; init; }

    /// <summary>What its layers are put together by.</summary>
    public string Driver { get; init; } = "overlay";

    public string Platform { get; init; } = "linux";

    public required InspectHostConfig HostConfig { get; init; }

    /// <summary>Bytes of the writable layer on disk.</summary>
    public long SizeRw { get; init; }

    public ImmutableArray<InspectMount> Mounts { get; init; } = [];

    public required InspectConfig Config { get; init; }

    public required InspectNetwork NetworkSettings { get; init; }

    /// <summary>The node it is on.</summary>
    public required string Node { get; init; }

    /// <summary>Empty for a local user's.</summary>
    public string Job { get; init; } = "";

    /// <summary>Its state folder on the node.</summary>
    public string Folder { get; init; } = "";

    /// <summary>One for each kind that the kernel has.</summary>
    public ImmutableArray<InspectNamespace> Namespaces { get; init; } = [];

    /// <summary>Its user ids, and which of the node's they are; empty when it does not run.</summary>
    public ImmutableArray<InspectIdMap> UidMap { get; init; } = [];

    /// <inheritdoc cref="UidMap"/>
    public ImmutableArray<InspectIdMap> GidMap { get; init; } = [];

    /// <summary>Where it is in each hierarchy, and what the kernel limits there now.</summary>
    public ImmutableArray<InspectCgroup> Cgroups { get; init; } = [];

    /// <summary>The branches of its root, the uppermost first: what stands above hides what stands below.</summary>
    public ImmutableArray<InspectLayer> Layers { get; init; } = [];

    public required InspectSecurity Security { get; init; }
}

public sealed record InspectState
{
    /// <summary>created, running, paused, restarting, removing or exited.</summary>
    public required string Status { get; init; }

    public bool Running { get; init; }

    public bool Paused { get; init; }

    public bool Restarting { get; init; }

    public bool OOMKilled { get; init; }

    /// <summary>Always false: a container that cannot be removed is tried again, not given up.</summary>
    public bool Dead { get; init; }

    /// <summary>Of its first process as the node numbers it; 0 when it does not run.</summary>
    public int Pid { get; init; }

    /// <summary>The same process as the container numbers it; 0 when it does not run.</summary>
    public int PidInside { get; init; }

    /// <summary>The same in every pid namespace it is in, the node's first (NSpid of proc_pid_status(5)).</summary>
    public ImmutableArray<int> Pids { get; init; } = [];

    /// <summary>0 while it has not ended; null when nobody saw the end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it could not start or ended as it did; empty when there is nothing to say.</summary>
    public string Error { get; init; } = "";

    /// <summary>How it stands or how it ended, as a sentence.</summary>
    public required string InWords { get; init; }

    /// <summary>RFC 3339; docker's year 1 when there is no such moment.</summary>
    public required string StartedAt { get; init; }

    public required string FinishedAt { get; init; }
}
