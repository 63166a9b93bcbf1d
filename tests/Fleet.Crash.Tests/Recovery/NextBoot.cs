using Fleet.Containers;
using Fleet.Containers.Logs;
using Fleet.Crash.Tests.Scenario;
using Fleet.Images.Store;
using Fleet.Images.Volumes;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Events;
using Fleet.Node.Records;

namespace Fleet.Crash.Tests.Recovery;

/// <summary>
/// A state folder after a crash of its machine, opened by the very code that an agent opens it with; says what of it does not hold.
/// </summary>
/// <param name="state">The folder; it is written to.</param>
/// <param name="promises">What users had been told.</param>
internal sealed class NextBoot(string state, Promises promises)
{
    private readonly List<string> _wrong = [];

    public async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        try
        {
            await LookAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _wrong.Add($"it cannot be opened: {e}");
        }
        return _wrong;
    }

    private async Task LookAsync()
    {
        if (!Directory.Exists(state))
        {
            Require(promises.AreNone, "there is no state folder, yet something had been told");
            return;
        }
        File.WriteAllText(BootId, "another boot\n");
        // In the order in which a node opens them (NodeHost).
        await using var runtime = ContainerRuntime.Open(new RuntimeOptions { StateFolder = At("containers"), BootIdPath = BootId, CgroupParent = "fleet/crash-test-next-boot" });
        using var images = ImageStore.Open(At("images"));
        using var volumes = VolumeStore.Open(At("volumes"));
        var records = new RecordStore(At("allocations"));
        await Recordless.SweepAsync(runtime, records).ConfigureAwait(false);
        var versions = new VersionStore(At("jobs"));
        _ = new EventFile(state).Read().Count();

        ImageCheck.Run(images, At("images"), promises.Images, _wrong);
        VolumeCheck.Run(volumes, promises.Volumes, _wrong);
        var left = records.LoadAll((path, error) => _wrong.Add($"{path} cannot be read: {error.Message}"));
        foreach (var record in left) await LookAtAsync(record, runtime, images, volumes).ConfigureAwait(false);
        foreach (string name in promises.Containers.Keys.Except(left.Select(record => record.Name))) _wrong.Add($"container {name} is lost");
        foreach (var record in left.Where(record => promises.Gone.Contains(record.Name) && record.Desire != ContainerDesire.Remove))
        {
            _wrong.Add($"container {record.Name}, which was removed, is back");
        }
        foreach (var record in left.Where(record => record.Assignment is not null)) Require(versions.Load(record.Assignment!.JobVersion) is not null, $"the job version of {record.Name} is lost");
        var ids = left.Select(record => record.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        Nobodys("container folders", runtime.ListIds().Except(ids));
        Nobodys("writable layers", images.Snapshots.List().Select(snapshot => snapshot.Id).Except(ids));
        Nobodys("users of volumes", volumes.List().SelectMany(volume => volume.Users).Except(ids));
        await JournalCheck.RunAsync(At("control"), promises.Jobs, _wrong).ConfigureAwait(false);
    }

    // As its actor does (ContainerActor.PreStart, CreateRun).
    private async Task LookAtAsync(AllocationRecord record, ContainerRuntime runtime, ImageStore images, VolumeStore volumes)
    {
        string id = record.Id.ToString();
        RunningContainer? running = record.Run > 0 && runtime.ListIds().Contains(id) ? await runtime.AdoptAsync(id).ConfigureAwait(false) : null;
        var status = StatusOf.Adopted(record, running);
        if (promises.Containers.GetValueOrDefault(record.Name) is { } promise)
        {
            Require(!promise.Started || status.Phase == Phase.Exited, $"container {record.Name} ran, and is taken for {status.Phase}: it would be run again");
            Require(promise.ExitCode is not { } code || status.ExitCode == code, $"container {record.Name} ended with {promise.ExitCode}, and is said to have ended with '{status.ExitCode}' ({status.Message})");
            Require(!promise.Started || images.Find(record.ImageDigest) is not null, $"the image of container {record.Name} is lost");
        }
        if (running is not null) await foreach (var _ in running.ReadLog(new LogQuery()).ConfigureAwait(false)) { }
        if (record.Desire == ContainerDesire.Remove || images.Find(record.ImageDigest) is not { } image) return;
        images.Snapshots.Prepare(id, image);        // it can be started again
        foreach (string volume in record.AnonymousVolumes.Values) volumes.Use(volumes.Create(volume).Name, id);
    }

    private string BootId => At("next-boot-id");

    private string At(string name) => Path.Combine(state, name);

    private void Nobodys(string what, IEnumerable<string> ids)
    {
        if (ids.ToList() is { Count: > 0 } left) _wrong.Add($"{what} are left that belong to no record: {string.Join(", ", left)}");
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds) _wrong.Add(otherwise);
    }
}
