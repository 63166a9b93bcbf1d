using System.Collections.Immutable;
using Fleet.Api.Contracts.Images;
using Fleet.Model;

namespace Fleet.Api.Contracts.Containers;

/// <summary>Asks for a container of a local user, made but not started.</summary>
public sealed record CreateContainer
{
    /// <summary>Null: one is made up.</summary>
    public string? Name { get; init; }

    public required ContainerSpec Spec { get; init; }

    /// <summary>In docker's words: no, on-failure[:N], always, unless-stopped.</summary>
    public string Restart { get; init; } = "no";

    /// <summary>missing, always or never.</summary>
    public string Pull { get; init; } = "missing";

    /// <summary>NAME[:ro|rw] of containers whose volumes and binds it gets as well.</summary>
    public ImmutableArray<string> VolumesFrom { get; init; } = [];

    public TerminalSize? TerminalSize { get; init; }

    /// <summary>Goes, with its anonymous volumes, as soon as it has ended.</summary>
    public bool AutoRemove { get; init; }
}

public sealed record CreatedContainer(string Id, string Name);

/// <summary>One line of the answer to <see cref="CreateContainer"/>: any number with progress, then one with the end.</summary>
public sealed record CreateProgress
{
    public ImageProgress? Progress { get; init; }

    public CreatedContainer? Created { get; init; }

    public ApiError? Error { get; init; }
}

/// <summary>How a container, or a command of <c>exec</c>, ended.</summary>
/// <param name="ExitCode">Null when nobody saw the end.</param>
public sealed record ExitInfo(int? ExitCode, bool OomKilled = false, string Message = "");

/// <summary>A further command in a running container.</summary>
public sealed record ExecRequest
{
    public required ImmutableArray<string> Command { get; init; }

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Null: the container's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>USER[:GROUP]; null: the container's.</summary>
    public string? User { get; init; }

    public bool Stdin { get; init; }

    /// <summary>Its output goes nowhere, and the answer is its start: code 0 once it runs.</summary>
    public bool Detach { get; init; }

    /// <summary>Not null: on a terminal of this size.</summary>
    public TerminalSize? Terminal { get; init; }
}

/// <summary>Joins a container's streams.</summary>
public sealed record AttachRequest
{
    /// <summary>Start it, with its output from the first byte on; one that runs already is joined as it is.</summary>
    public bool Start { get; init; }

    /// <summary>Feed its stdin, beside others that do.</summary>
    public bool Stdin { get; init; }

    /// <summary>Its stdin ends with ours, and with us, unless we detach (docker's StdinOnce). Else the end of our stdin is ours alone.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>With <see cref="Start"/>: the size of its terminal.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>Go on from here, without a byte lost or doubled, instead of now.</summary>
    public OutputPosition? From { get; init; }
}

/// <summary>A place in what a container has written: the run it belongs to, and the bytes of each stream before it.</summary>
public sealed record OutputPosition(string Run, long Stdout, long Stderr);

public sealed record TerminalSize(int Rows, int Columns);
