using System.Collections.Immutable;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Inspect;
using Fleet.Cli.CommandLine;
using Fleet.Model;

namespace Fleet.Cli.Commands.Prune;

/// <summary>
/// Removes what nobody uses. What is in use is decided by the agent, one removal at a time: something that is taken into use while
/// this goes on is refused there and stays.
/// </summary>
internal sealed class Pruning(AgentClient client, ProgramIo io, PruneFilters filters, CancellationToken cancel)
{
    private long _reclaimed;

    public async Task ContainersAsync()
    {
        var all = await client.GetAsync(Routes.WithQuery(Routes.Containers, ("all", "true")), ApiJson.Default.ImmutableArrayContainerInfo, cancel);
        var gone = new List<string>();
        foreach (var container in all.Where(c => c.State is Phase.Created or Phase.Exited && c.RestartAt is null && c.Job.Length == 0))
        {
            if (await FindAsync(container.Id) is { } found && filters.Keep(container.CreatedAt, found.Config.Labels) && await RemovedAsync(Routes.Container(container.Id)))
            {
                gone.Add(container.Id);
                _reclaimed += found.SizeRw;
            }
        }

        Tell("Deleted Containers:", gone);
    }

    /// <param name="all">Those with a name that no container uses as well.</param>
    public async Task ImagesAsync(bool all)
    {
        if (filters.AskLabels)
        {
            io.Say("fleet: images are not picked by label: none is removed");
            return;
        }

        var used = await UsedImagesAsync();
        var gone = new List<string>();
        foreach (var image in await client.GetAsync(Routes.Images, ApiJson.Default.ImmutableArrayImageInfo, cancel))
        {
            bool wanted = (all || image.Names.IsEmpty) && !used.Contains(image.Digest) && filters.Keep(image.CreatedAt ?? DateTimeOffset.MinValue, NoLabels);
            if (wanted && await RemovedAsync(Routes.Image(image.Digest)))
            {
                gone.AddRange([.. image.Names.Select(name => $"untagged: {name}"), $"deleted: {image.Digest}"]);
                _reclaimed += image.Size;
            }
        }

        Tell("Deleted Images:", gone);
    }

    /// <param name="all">Those with a name as well, not only what was made for one container.</param>
    public async Task VolumesAsync(bool all)
    {
        var gone = new List<string>();
        foreach (var volume in await client.GetAsync(Routes.Volumes, ApiJson.Default.ImmutableArrayVolumeInfo, cancel))
        {
            if ((all || volume.Anonymous) && volume.UsedBy.IsEmpty && filters.Keep(volume.CreatedAt, volume.Labels))
            {
                long size = SizeOf(volume.Path);
                if (await RemovedAsync(Routes.Volume(volume.Name)))
                {
                    gone.Add(volume.Name);
                    _reclaimed += size;
                }
            }
        }

        Tell("Deleted Volumes:", gone);
    }

    public void TellReclaimed() => io.Print($"Total reclaimed space: {Output.Show.Bytes(_reclaimed)}");

    private static readonly ImmutableDictionary<string, string> NoLabels = ImmutableDictionary<string, string>.Empty;

    private async Task<HashSet<string>> UsedImagesAsync() =>
        [.. (await client.GetAsync(Routes.WithQuery(Routes.Containers, ("all", "true")), ApiJson.Default.ImmutableArrayContainerInfo, cancel)).Select(c => c.ImageDigest)];

    private async Task<InspectInfo?> FindAsync(string id)
    {
        try
        {
            return await client.GetAsync(Routes.Container(id), InspectJson.Plain.InspectInfo, cancel);
        }
        catch (ApiException)
        {
            return null;        // gone meanwhile
        }
    }

    private async Task<bool> RemovedAsync(string path)
    {
        try
        {
            await client.DeleteAsync(path, cancel);
            return true;
        }
        catch (ApiException)
        {
            return false;       // taken into use, or gone, since it was listed
        }
    }

    private void Tell(string heading, List<string> lines)
    {
        if (lines.Count > 0) io.Print(string.Join('\n', [heading, .. lines]) + "\n");
    }

    // Only a sum for people; what cannot be looked at counts nothing.
    private static long SizeOf(string folder) => !Directory.Exists(folder) ? 0
        : new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length);
}
