namespace Fleet.Containers;

/// <summary>How far a container is, as seen, not as asked.</summary>
public enum ContainerPhase
{
    /// <summary>Its namespaces, mounts and group stand; the command waits to be executed.</summary>
    Created,
    Running,
    Paused,
    Exited,
}
