using Fleet.Api.Contracts.Streams;

namespace Fleet.Cli.Streams;

/// <summary>Frames to and from a process in a container, whatever carries them.</summary>
internal interface IFrameLink : IDisposable
{
    /// <summary>False while there is no agent to speak to.</summary>
    bool IsUp { get; }

    /// <summary>The next frame; null where the agent ended the stream.</summary>
    /// <exception cref="IOException">The stream broke, and cannot be taken up again.</exception>
    ValueTask<Frame?> ReadAsync(CancellationToken cancel);

    /// <returns>False when it could not be sent: the process has just ended, or the agent is away.</returns>
    ValueTask<bool> SendAsync(FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancel);

    /// <summary>Waits until there is somebody to send to.</summary>
    /// <returns>False when there will be nobody.</returns>
    Task<bool> UpAsync(CancellationToken cancel);

    /// <summary>From now on the end of the stream is an end, and nothing to be mended.</summary>
    void Leave();

    /// <summary>Whoever waits for the agent gives up.</summary>
    void GiveUp();
}
