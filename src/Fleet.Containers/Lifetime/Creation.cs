using Fleet.Containers.Files;
using Fleet.Containers.Plan;
using Fleet.Containers.Records;
using Fleet.Containers.Shims;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;
using Fleet.Linux.Files;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Lifetime;

/// <summary>Making a container: folder, group, plan, shim; and taking back what was made when one of them fails.</summary>
internal sealed class Creation(ContainerRuntime runtime, ContainerSetup setup, ContainerFolder folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>As /tmp: whoever the container runs as may write its result.</summary>
    private const UnixFileMode Everyone = (UnixFileMode)0x3FF /* 01777 */;

    private static readonly TimeSpan OldShimPatience = TimeSpan.FromSeconds(5);

    public async Task<ShimProcess> RunAsync(CancellationToken cancel)
    {
        bool again = folder.Exists;
        if (again)
        {
            await RequireEndedAsync().ConfigureAwait(false);
        }

        var record = new ContainerRecord(
            Guid.NewGuid().ToString("N"), GroupNames.Container(runtime.Options.CgroupParent, setup.Cgroup),
            runtime.BootId, HasOwnNetwork(), DateTimeOffset.UtcNow);
        ICgroup group = runtime.Cgroups.At(record.Cgroup);
        if (group.Exists && group.Pids().Count > 0)
        {
            throw new ContainerStateException($"the cgroup {group.Path} is in use by another container; wait for its end, or choose another name");
        }

        using var joined = JoinedSpaces.Open(setup.Spec.Linux.Namespaces);
        runtime.Shims.Enter();
        try
        {
            Directory.CreateDirectory(folder.Path, Private);
            record.Write(folder.Record);    // before the group is made: from here on a crash leaves nothing that cannot be found
            if (!again) DurableFile.FlushFolder(runtime.Options.StateFolder);
            WriteFiles();
            runtime.Cgroups.Create(record.Cgroup);
            runtime.Jobs.Begins(record.Cgroup);     // first: the container's own may not be above these
            group.Apply(LimitPlans.Of(setup));
            ShimConfig config = ConfigBuilder.Build(
                setup, folder, record.RunId, CgroupPlans.Of(runtime.Cgroups, group, runtime.Shims.Group), SeccompOf.Filter(setup.Spec), joined);
            await File.WriteAllBytesAsync(folder.Config, ShimConfigFormat.Write(config), cancel).ConfigureAwait(false);
            return await ShimProcess.StartAsync(runtime.ShimPath, folder, runtime.Shims, cancel).ConfigureAwait(false);
        }
        catch
        {
            TakeBack(group, again);
            throw;
        }
        finally
        {
            runtime.Shims.Entered();
            runtime.Shims.RemoveIfEmpty();
        }
    }

    private bool HasOwnNetwork() => setup.Spec.Linux.Namespaces.Any(space => space is { Type: "network", Path: null });

    private async Task RequireEndedAsync()
    {
        ContainerRecord? before = ContainerRecord.TryRead(folder.Record);
        ShimState? state = Endings.State(folder, before?.RunId);
        bool ended = state is null or { Phase: ShimPhase.Exited };

        // A shim tells of the end before it ends itself, and holds the folder's lock until then.
        if (!await ShimLife.WaitForEndAsync(state, runtime.BootId, ended ? OldShimPatience : TimeSpan.Zero).ConfigureAwait(false))
        {
            throw new ContainerStateException($"container {setup.Id} exists and has not ended; stop or delete it first");
        }
    }

    private void WriteFiles()
    {
        Directory.CreateDirectory(folder.Root);
        Write(folder.Hosts, setup.HostsContent);
        Write(folder.Resolv, setup.ResolvContent);
        Write(folder.Hostname, setup.NameInFiles is { } name ? EtcFiles.Hostname(name) : null);
        if (Directory.Exists(folder.Result))
        {
            Directory.Delete(folder.Result, recursive: true);
        }

        if (setup.Result)
        {
            Directory.CreateDirectory(folder.Result);
            File.SetUnixFileMode(folder.Result, Everyone);  // after mkdir, whose mode the umask cuts
        }

        static void Write(string path, string? content)
        {
            if (content is not null)
            {
                File.WriteAllText(path, content);
                File.SetUnixFileMode(path, Readable);
            }
        }
    }

    /// <summary>The error that is on its way matters more than one that this may meet; what stays is removed by the next delete.</summary>
    private void TakeBack(ICgroup group, bool again)
    {
        try
        {
            group.KillAll();
            group.Remove();
            if (!again)
            {
                Directory.Delete(folder.Path, recursive: true);
            }
        }
        catch (IOException)
        {
        }
    }
}
