using Akka.Actor;
using Fleet.Containers;
using Fleet.Images.Records;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Engine;
using Fleet.Node.Records;

namespace Fleet.Node.Allocations;

// What owners say to a container. Answers to local users are a ContainerView, a ContainerExit or a Status.Failure.

/// <summary>A message for one container; the tree passes it on to the container's actor.</summary>
internal interface IForContainer
{
    AllocationId Id { get; }
}

/// <summary>Answered when it stands created (or started, where it is past that), or cannot be.</summary>
internal sealed record AwaitCreated(AllocationId Id) : IForContainer;

/// <param name="Terminal">Its terminal's size from now on; null: as it was last given.</param>
internal sealed record StartIt(AllocationId Id, TerminalSize? Terminal = null) : IForContainer;

/// <param name="Grace">Null: the container's own.</param>
internal sealed record StopIt(AllocationId Id, TimeSpan? Grace) : IForContainer;

/// <summary>Answered when it runs again.</summary>
/// <param name="Grace">Null: the container's own.</param>
internal sealed record RestartIt(AllocationId Id, TimeSpan? Grace) : IForContainer;

internal sealed record PauseIt(AllocationId Id, bool Paused) : IForContainer;

internal sealed record RenameIt(AllocationId Id, string Name) : IForContainer;

/// <param name="Change">What is null stays.</param>
/// <param name="Restart">Null: stays.</param>
internal sealed record UpdateIt(AllocationId Id, ContainerLimits Change, RestartRule? Restart) : IForContainer;

/// <summary>Do this while nothing runs on its writable layer; no start happens meanwhile. Answered with <see cref="LayerUsed"/>.</summary>
internal sealed record UseLayer(AllocationId Id, Func<Task> Work) : IForContainer;

internal sealed record SignalIt(AllocationId Id, int Signal) : IForContainer;

internal sealed record RemoveIt(AllocationId Id, bool Force) : IForContainer;

/// <summary>The scheduler said it again, perhaps with another epoch.</summary>
internal sealed record AssignmentIs(Assignment Assignment) : IForContainer
{
    public AllocationId Id => Assignment.Id;
}

/// <summary>Answered when it has ended and rests.</summary>
internal sealed record AwaitEnd(AllocationId Id) : IForContainer;

/// <summary>The session holds: the shims of tasks that must not outlive it are told.</summary>
internal sealed record SessionHolds
{
    public static readonly SessionHolds Instance = new();
}

// What the tree is told.

/// <summary>Make a container of a local user's; its record is in the table already. Answers come by <see cref="AwaitCreated"/>.</summary>
internal sealed record BeginLocal(AllocationRecord Record, CreateRequest Request);

/// <summary>What concerns the making only and need not be remembered.</summary>
internal sealed record CreateRequest(PullPolicy Pull, IProgress<ImageProgress>? Progress)
{
    public static readonly CreateRequest None = new(PullPolicy.Missing, null);

    /// <summary>That of a container which an earlier agent was asked for.</summary>
    public static readonly CreateRequest Forgotten = new(PullPolicy.Missing, null) { IsForgotten = true };

    public bool IsForgotten { get; private init; }
}

/// <summary>Make and run an allocation of a job.</summary>
internal sealed record BeginTask(AllocationRecord Record, IReadOnlyList<ImageHolder> Holders);

// What a container says to those above it.

/// <summary>The first word of its actor, also of one that was restarted: what was found of it.</summary>
internal sealed record ContainerAdopted(AllocationRecord Record, AllocationFact Fact);

/// <summary>Something of it was seen; the record is as it is on disk.</summary>
internal sealed record ContainerChanged(AllocationRecord Record, AllocationFact Fact);

/// <summary>Nothing is left of it.</summary>
internal sealed record ContainerGone(AllocationRecord Record);

// What comes back from work that an actor has set going. Run tells a late word of an earlier run from one of this.

internal sealed record Found(int Run, RunningContainer? Running, ImageRecord? Image, ContainerStatus Status);

internal sealed record SnapshotMade(AllocationRecord Record);

internal sealed record Made(int Run, RunningContainer Running);

internal sealed record Launched(int Run, int Pid, DateTimeOffset At);

internal sealed record Ended(int Run, ExitRecord Exit, byte[]? Result);

internal sealed record Gone
{
    public static readonly Gone Instance = new();
}

internal sealed record LayerUsed
{
    public static readonly LayerUsed Instance = new();
}

internal sealed record PauseDone(IActorRef Asker, int Run, bool Paused, Exception? Error);

internal sealed record UpdateDone(IActorRef Asker, UpdateIt Update, Exception? Error);

/// <summary>One that removes itself has waited long enough for those who were attached to it through an earlier agent.</summary>
internal sealed record LingerOver
{
    public static readonly LingerOver Instance = new();
}

/// <summary>Work that failed, and of which kind it was.</summary>
internal sealed record WorkFailed(Work Work, int Run, Exception Error);

internal enum Work
{
    Snapshot,
    Create,
    Start,
    Stop,
    Delete,
}

internal sealed record Signalled(IActorRef Asker, Exception? Error)
{
    /// <summary>Nobody waits to hear of it.</summary>
    public static readonly Signalled Nothing = new(ActorRefs.Nobody, null);
}
