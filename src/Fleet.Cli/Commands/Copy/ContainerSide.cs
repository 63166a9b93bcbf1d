using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Containers;

namespace Fleet.Cli.Commands.Copy;

/// <summary>The files of one container, through the agent.</summary>
internal sealed class ContainerSide(AgentClient client, string container)
{
    private const int MostLinks = 40;   // as the kernel follows (path_resolution(7))

    /// <summary>What stands at a path; null when nothing does.</summary>
    public async Task<FileStat?> StatAsync(string path, CancellationToken cancel) =>
        await client.HeadAsync(Archive(path), FileStat.Header, cancel) is { } header ? FileStat.OfHeader(header) : null;

    /// <summary>The path that a chain of links ends at, and what is there.</summary>
    public async Task<(string Path, FileStat? Stat)> FollowAsync(string path, CancellationToken cancel)
    {
        for (int links = 0; links < MostLinks; links++)
        {
            var stat = await StatAsync(path, cancel);
            if (stat is not { IsLink: true }) return (path, stat);
            path = stat.Target.StartsWith('/') ? stat.Target : $"{CopyTarget.Split(path).Folder}/{stat.Target}";
        }

        throw new IOException($"{path}: too many symbolic links");
    }

    public Task<Stream> ReadAsync(string path, CancellationToken cancel) => client.GetStreamAsync(Archive(path), cancel);

    public Task WriteAsync(string folder, bool keepOwners, Func<Stream, CancellationToken, Task> write, CancellationToken cancel) =>
        client.PutAsync(Routes.WithQuery(Archive(folder), ("owners", keepOwners ? "true" : null)), write, cancel);

    private string Archive(string path) => Routes.WithQuery(Routes.Container(container, "archive"), ("path", path.StartsWith('/') ? path : "/" + path));
}
