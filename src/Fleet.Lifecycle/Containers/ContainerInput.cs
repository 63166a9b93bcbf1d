using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Lifecycle.Containers;

/// <summary>What may happen to a container. Everything but a desire is something seen.</summary>
public abstract record ContainerInput;

/// <summary>Its owner wants it to run (a new one; or one that ended, again).</summary>
public sealed record DesireRun : ContainerInput;

/// <param name="Grace">From the stop signal to SIGKILL.</param>
public sealed record DesireStop(TimeSpan Grace) : ContainerInput;

/// <summary>Its owner wants it to end and to run again; one that does not run is only started.</summary>
/// <param name="Grace">From the stop signal to SIGKILL.</param>
public sealed record DesireRestart(TimeSpan Grace) : ContainerInput;

/// <summary>Its restart policy is another one from now on.</summary>
public sealed record PolicyChanged(RestartPolicy Restart) : ContainerInput;

/// <summary>Its owner wants nothing left of it. What runs is killed first.</summary>
public sealed record DesireRemove : ContainerInput;

/// <summary>The image is complete on the node.</summary>
public sealed record ImageReady(string Digest) : ContainerInput;

/// <summary>The writable layer and the list of mounts are there.</summary>
public sealed record SnapshotReady : ContainerInput;

/// <summary>The image or the snapshot could not be had.</summary>
public sealed record PrepareFailed(string Why) : ContainerInput;

public sealed record Created : ContainerInput;

/// <param name="ExitCode">As docker's: 125 set-up failed, 126 cannot be executed, 127 not found.</param>
public sealed record CreateFailed(int ExitCode, string Why) : ContainerInput;

public sealed record Started(int Pid, DateTimeOffset At) : ContainerInput;

/// <inheritdoc cref="CreateFailed"/>
public sealed record StartFailed(int ExitCode, string Why) : ContainerInput;

public sealed record PauseSeen : ContainerInput;

public sealed record ResumeSeen : ContainerInput;

/// <param name="ExitCode">Null when nobody saw the end.</param>
public sealed record Exited(
    int? ExitCode, bool OomKilled, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt, string Message, ImmutableArray<byte> Result)
    : ContainerInput;

/// <summary>The shim died and took the container along (they share their fate by PDEATHSIG or the pid namespace).</summary>
public sealed record ShimLost(DateTimeOffset At) : ContainerInput;

public sealed record Deleted : ContainerInput;

public sealed record DeleteFailed(string Why) : ContainerInput;

/// <summary>What an agent that has just started found of the container. Only as the first input.</summary>
/// <param name="Status">As last seen; <see cref="Fleet.Model.Phase.Pending"/> when nothing of it exists yet.</param>
/// <param name="Desire">As last remembered (<see cref="RememberDesire"/>).</param>
public sealed record Adopted(ContainerStatus Status, ContainerDesire Desire) : ContainerInput;

/// <summary>Time passed; due at <see cref="ContainerMachine.NextWake"/>.</summary>
public sealed record TimerDue : ContainerInput
{
    public static readonly TimerDue Instance = new();
}

public enum ContainerDesire
{
    Run,
    Stop,
    Remove,
}
