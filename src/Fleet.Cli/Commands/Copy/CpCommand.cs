using System.CommandLine;
using Fleet.Cli.CommandLine;
using Fleet.Cli.Output;

namespace Fleet.Cli.Commands.Copy;

internal sealed class CpCommand : FleetCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "PATH, NAME:PATH, or - for a tar archive on stdin" };
    private readonly Argument<string> _target = new("TARGET") { Description = "NAME:PATH, PATH, or - for a tar archive on stdout" };
    private readonly Option<bool> _archive = new("--archive", "-a") { Description = "Keep the owners' uids and gids; else files are root's inside, and the caller's outside" };
    private readonly Option<bool> _follow = new("--follow-link", "-L") { Description = "Copy what SOURCE leads to if it is a symbolic link" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say nothing when all went well; so it is when stdout is no terminal" };

    public CpCommand() : base("cp", "Copy files between a container and this host")
    {
        Add(_source);
        Add(_target);
        Add(_archive);
        Add(_follow);
        Add(_quiet);
    }

    public override string Notes =>
        "The container may run or not. A folder goes into TARGET if that is there, and becomes TARGET otherwise;\nSOURCE/. stands for what is in the folder. A name before : is a container; write ./a:b for a file called so.";

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        CopyPlace from = CopyPlace.Parse(context.Get(_source)), to = CopyPlace.Parse(context.Get(_target));
        if ((from.Container.Length > 0) == (to.Container.Length > 0))
        {
            throw new UsageException(from.Container.Length > 0
                ? "copying between containers is not supported: copy to this host first, or pipe: fleet cp A:PATH - | fleet cp - B:PATH"
                : "one of SOURCE and TARGET has to be NAME:PATH");
        }

        using var client = context.Connect();
        var copied = from.Container.Length > 0
            ? await FromAsync(context, new ContainerSide(client, from.Container), from.Path, to, cancel)
            : await ToAsync(context, new ContainerSide(client, to.Container), from, to.Path, cancel);
        if (!from.IsStream && !to.IsStream && !context.Get(_quiet) && context.Io.StdoutIsTerminal)
        {
            context.Io.Say($"Successfully copied {Show.Bytes(copied)} to {context.Get(_target)}");
        }

        return ExitCodes.Success;
    }

    private async Task<long> FromAsync(CommandContext context, ContainerSide container, string path, CopyPlace to, CancellationToken cancel)
    {
        if (context.Get(_follow)) (path, _) = await container.FollowAsync(path, cancel);
        if (to.IsStream)
        {
            await using var archive = await container.ReadAsync(path, cancel);
            await archive.CopyToAsync(context.Io.Stdout, cancel);
            return 0;
        }

        // Opened first: it tells what is wrong where there is nothing.
        await using var content = await container.ReadAsync(path, cancel);
        var source = await container.StatAsync(path, cancel) ?? throw new IOException($"{path} was removed meanwhile");
        var target = CopyTarget.Of(source.Name, source.IsFolder, to.Path, HostSide.IsFolder(to.Path));
        var counted = new CountedStream(content);
        await Task.Run(() => HostSide.Unpack(counted, target.Folder, (source.Name, target.Name), context.Get(_archive), cancel), cancel);
        return counted.Count;
    }

    private async Task<long> ToAsync(CommandContext context, ContainerSide container, CopyPlace from, string path, CancellationToken cancel)
    {
        var (followed, stat) = await container.FollowAsync(path, cancel);
        if (from.IsStream)
        {
            if (stat is { IsFolder: false }) throw new IOException($"destination {path} must be a directory");
            await container.WriteAsync(followed, context.Get(_archive), (body, ends) => context.Io.Stdin.CopyToAsync(body, ends), cancel);
            return 0;
        }

        string full = HostSide.FullPath(from.Path, context.Get(_follow));
        var source = HostSide.Stat(full) ?? throw new IOException($"no such file or directory: {from.Path}");
        var target = CopyTarget.Of(source.Name, source.IsFolder, followed, stat?.IsFolder);
        long count = 0;
        await container.WriteAsync(
            target.Folder, context.Get(_archive),
            (body, ends) => Task.Run(
                () =>
                {
                    using var buffered = new BufferedStream(body, 1 << 17);
                    var counted = new CountedStream(buffered);
                    HostSide.Pack(full, target.Name, counted, ends);
                    count = counted.Count;
                },
                ends),
            cancel);
        return count;
    }
}
