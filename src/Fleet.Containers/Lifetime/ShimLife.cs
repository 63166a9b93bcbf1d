using System.Net.Sockets;
using Fleet.Containers.Shims;
using Fleet.Linux;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Lifetime;

/// <summary>Whether a container's shim lives, and how to reach it.</summary>
internal static class ShimLife
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static bool IsAlive(ShimState? state, string bootId) =>
        state is not null && state.BootId == bootId && KernelStartTime.Of(state.ShimPid) == state.ShimStartTime;

    /// <summary>
    /// Connects; null when there is no shim any more. One that lives but does not listen is just starting or just ending, and is
    /// tried again until it does either.
    /// </summary>
    public static async Task<ShimConnection?> ConnectAsync(
        ContainerFolder folder, string? runId, string bootId, Func<ShimFrame, ValueTask> whenEvent, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await ShimConnection.OpenAsync(folder.Path, HelloMessage.ByAgent, whenEvent, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ShimGoneException or KernelException)
            {
                if (!IsAlive(Endings.State(folder, runId), bootId))
                {
                    return null;
                }
            }

            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the process has gone; false when it has not by then.</summary>
    public static async Task<bool> WaitForEndAsync(ShimState? state, string bootId, TimeSpan atMost)
    {
        for (TimeSpan waited = TimeSpan.Zero; IsAlive(state, bootId); waited += Pause)
        {
            if (waited >= atMost)
            {
                return false;
            }

            await Task.Delay(Pause).ConfigureAwait(false);
        }

        return true;
    }

    public static void Kill(ShimState? state, string bootId)
    {
        if (state is not null && IsAlive(state, bootId))
        {
            ProcessSignal.Kill(state.ShimPid);
        }
    }
}
