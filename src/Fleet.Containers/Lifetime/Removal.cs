using Fleet.Containers.Shims;

namespace Fleet.Containers.Lifetime;

/// <summary>Removing a container, however far it has come: each step does what is left to do, and nothing else.</summary>
internal static class Removal
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(ContainerRuntime runtime, RunningContainer container, CancellationToken cancel)
    {
        if (container.Phase != ContainerPhase.Exited)
        {
            await KillAsync(runtime, container, cancel).ConfigureAwait(false);
        }

        await container.CleanedUp.WaitAsync(cancel).ConfigureAwait(false);
        container.RemoveGroups();       // what the clean-up may have had to leave
        if (container.Folder.Exists)
        {
            // A name that no list shows, so that a crash in between leaves no half of a container behind.
            string gone = Path.Combine(runtime.Options.StateFolder, $".gone-{container.Id}");
            if (Directory.Exists(gone))
            {
                Directory.Delete(gone, recursive: true);
            }

            Directory.Move(container.Folder.Path, gone);
            Directory.Delete(gone, recursive: true);
        }
    }

    private static async Task KillAsync(ContainerRuntime runtime, RunningContainer container, CancellationToken cancel)
    {
        try
        {
            await container.Requests.KillAsync(cancel).WaitAsync(KillPatience, cancel).ConfigureAwait(false);
            container.ThawForKill();
            await container.WaitAsync(cancel).WaitAsync(KillPatience, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContainerStateException or TimeoutException)
        {
            // The shim has gone or does not answer: the kernel's own means.
            container.KillGroup();
            ShimLife.Kill(container.State, runtime.BootId);
            await container.WaitAsync(cancel).ConfigureAwait(false);
        }
    }
}
