using Fleet.Containers.Shims;

namespace Fleet.Containers.Lifetime;

/// <summary>Removing a container, however far it has come: each step does what is left to do, and nothing else.</summary>
internal static class Removal
{
    /// <summary>Begins the name of a folder that is being deleted; no id begins so.</summary>
    private const string Gone = ".gone-";

    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Deletes what an earlier agent had begun to delete when it died.</summary>
    public static void FinishInterrupted(string stateFolder)
    {
        foreach (string folder in Directory.GetDirectories(stateFolder, Gone + "*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

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
            string gone = Path.Combine(runtime.Options.StateFolder, $"{Gone}{container.Id}-{Guid.NewGuid():N}");
            try
            {
                Directory.Move(container.Folder.Path, gone);
                Directory.Delete(gone, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody else deletes it as well, and was faster.
            }
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
