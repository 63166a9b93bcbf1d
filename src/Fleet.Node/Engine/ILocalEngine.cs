namespace Fleet.Node.Engine;

/// <summary>
/// One host as its own users see it, whoever asks: the local API, the command line behind it, later the Docker API. Containers of
/// local users and of jobs meet here; every NAME is a name, an id or a unique prefix of either (JOB.GROUP.INDEX for a job's).
/// All members may be called from any thread; what fails on purpose comes as <see cref="EngineException"/>.
/// </summary>
public interface ILocalEngine
{
    IContainerEngine Containers { get; }

    IContainerControl Control { get; }

    IContainerFiles Files { get; }

    IImageEngine Images { get; }

    IVolumeEngine Volumes { get; }

    INodeEngine Node { get; }

    /// <summary>What happens from now on, or since a time that the node still remembers; goes on until cancelled.</summary>
    IAsyncEnumerable<NodeEvent> EventsAsync(DateTimeOffset? since, bool follow, CancellationToken cancel);
}
