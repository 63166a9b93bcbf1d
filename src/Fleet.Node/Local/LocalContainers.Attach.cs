using Fleet.Containers;
using Fleet.Containers.Sessions;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;

namespace Fleet.Node.Local;

// Joining a container's streams: now, at its start, or where one had left.
internal sealed partial class LocalContainers
{
    public async Task<IContainerAttachment> AttachAsync(string name, AttachOptions options, CancellationToken cancel)
    {
        var entry = table.Find(name);
        var joined = options.Start ? await StartAttachedAsync(entry, options, cancel).ConfigureAwait(false)
            : await JoinAsync(entry, options, cancel).ConfigureAwait(false);
        if (options.From is null) Say(entry, "attach");
        return joined;
    }

    public async Task<string?> NextRunAsync(string name, string run, CancellationToken cancel)
    {
        // Also by the id of one that was removed.
        var entry = table.All.FirstOrDefault(known => known.Id == name) ?? table.Find(name);
        while (table.Get(entry.Record.Id) is { } now)
        {
            if (now.Running is { } running && running.RunId != run) return running.RunId;
            if (now.IsAtRest) return null;
            await Task.Delay(BeingMade, time, cancel).ConfigureAwait(false);
        }
        return null;
    }

    /// <summary>One that waits at the gate is joined before it is started; of another the log has what was written until we are there.</summary>
    private async Task<IContainerAttachment> StartAttachedAsync(ContainerEntry entry, AttachOptions options, CancellationToken cancel)
    {
        if (entry.Status.Phase == Phase.Created)
        {
            var joined = await JoinAsync(entry, options, cancel).ConfigureAwait(false);
            try
            {
                if (options.Terminal is { } size && size != entry.Record.Terminal) await joined.ResizeAsync(size, cancel).ConfigureAwait(false);
                await StartAsync(entry.Id, CancellationToken.None, options.Terminal).ConfigureAwait(false);
                return joined;
            }
            catch
            {
                await joined.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        bool ran = entry.IsRunning;
        await StartAsync(entry.Id, CancellationToken.None, options.Terminal).ConfigureAwait(false);
        var started = table.Get(entry.Record.Id) ?? throw NotRunning(null, "attach to");
        return await JoinAsync(started, ran || started.Running is not { } run ? options : options with { From = new(run.RunId, 0, 0) }, cancel)
            .ConfigureAwait(false);
    }

    private Task<IContainerAttachment> JoinAsync(ContainerEntry entry, AttachOptions options, CancellationToken cancel) =>
        Translated<IContainerAttachment>(entry, async () =>
        {
            var setup = new AttachSetup
            {
                Stdin = options.Stdin,
                Stdout = options.Stdout,
                Stderr = options.Stderr,
                From = options.From is { } from ? new(from.Run, from.Stdout, from.Stderr) : null,
            };
            var running = options.From is not null ? await AnyRunAsync(entry, cancel).ConfigureAwait(false)
                : entry.Status.Phase == Phase.Paused ? throw Paused(entry)
                : Present(entry, "attach to");
            var session = await running.AttachAsync(setup, cancel).ConfigureAwait(false);
            return new Attachment(entry.Id, session, (action, more) => Say(entry, action, more));
        });

    /// <summary>The run there is, or the last there was; the next one where it is just being made.</summary>
    private async Task<RunningContainer> AnyRunAsync(ContainerEntry entry, CancellationToken cancel)
    {
        while (entry is { Running: null, IsAtRest: false })
        {
            await Task.Delay(BeingMade, time, cancel).ConfigureAwait(false);
            entry = table.Get(entry.Record.Id) ?? throw NotRunning(null, "attach to");
        }
        return entry.Running ?? await work.Runtime.AdoptAsync(entry.Id, cancel).ConfigureAwait(false);
    }

    private static EngineException Paused(ContainerEntry entry) =>
        new(EngineError.Conflict, $"cannot attach to {entry.Name}: it is paused; let it go on with 'fleet unpause {entry.Name}' first");

    private void Say(ContainerEntry entry, string action, params (string, string)[] more) =>
        events.AddContainer(action, entry.Record, more);
}
