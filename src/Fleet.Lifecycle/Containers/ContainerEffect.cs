namespace Fleet.Lifecycle.Containers;

/// <summary>What the carrier of a container machine has to do. What comes of it is an input.</summary>
public abstract record ContainerEffect;

/// <summary>Answered by <see cref="ImageReady"/> or <see cref="PrepareFailed"/>.</summary>
public sealed record PrepareImage : ContainerEffect;

/// <summary>Stop fetching the image: nobody wants it any more. No answer is waited for.</summary>
public sealed record CancelPrepare : ContainerEffect;

/// <summary>Answered by <see cref="SnapshotReady"/> or <see cref="PrepareFailed"/>. The writable layer of an earlier run of the container is taken again.</summary>
public sealed record PrepareSnapshot(string ImageDigest) : ContainerEffect;

/// <summary>Answered by <see cref="Created"/> or <see cref="CreateFailed"/>.</summary>
public sealed record CreateContainer : ContainerEffect;

/// <summary>Answered by <see cref="Started"/> or <see cref="StartFailed"/>, later by <see cref="Exited"/>.</summary>
public sealed record StartContainer : ContainerEffect;

/// <summary>The container's stop signal, to its first process. A paused one is resumed first.</summary>
public sealed record SendStopSignal : ContainerEffect;

/// <summary>SIGKILL to all that is in it.</summary>
public sealed record KillContainer : ContainerEffect;

/// <summary>Delete the runtime's part, the writable layer and the log. Answered by <see cref="Deleted"/> or <see cref="DeleteFailed"/>.</summary>
public sealed record DeleteContainer : ContainerEffect;

/// <summary>Write this down, to be handed back with <see cref="Adopted"/> after a restart of the agent.</summary>
public sealed record RememberDesire(ContainerDesire Desire) : ContainerEffect;

/// <summary>Something was seen that others want to know.</summary>
public sealed record ReportStatus(ContainerStatus Status) : ContainerEffect;
