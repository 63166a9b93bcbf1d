using System.Text;
using Akka.Actor;
using Fleet.Images.Layout;
using Fleet.Images.Records;
using Fleet.Linux.Cgroups;
using Fleet.Model;
using Fleet.Node.Capacity;
using Fleet.Node.Engine;

namespace Fleet.Node.Tests.Kernel;

/// <summary>A node of its own on the real kernel, with a busybox image; nothing of it stays.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const string Busybox = "/usr/bin/busybox";

    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-node-").FullName;
    private readonly string _group;
    private readonly string? _shim;
    private ActorSystem? _system;

    private Bench(string? shim) => (_shim, _group) = (shim, $"fleet/test-node-{Path.GetFileName(_folder)[11..]}");

    public NodeHost Host { get; private set; } = null!;

    public string Folder => _folder;

    public string Group => _group;

    public IContainerEngine Containers => Host.Engine.Containers;

    public static async Task<Bench> StartAsync()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: containers are made");
        Skip.IfNot(File.Exists(Busybox), "needs busybox-static (apt-get install busybox-static)");
        string? shim = Shim();
        var bench = new Bench(shim);
        await bench.OpenAsync();
        bench.WriteImage(bench.Below("image"), new ImageConfig { Cmd = ["sh"], Env = ["PATH=/bin", "FROM_IMAGE=yes"] });
        await bench.Host.Engine.Images.ImportAsync(bench.Below("image"), "base:latest", null, default);
        return bench;
    }

    public string Below(string name) => Path.Combine(_folder, name);

    public async Task OpenAsync()
    {
        _system = ActorSystem.Create("fleet-test", "akka { stdout-loglevel = OFF, loglevel = WARNING, coordinated-shutdown.exit-clr = off }");
        Host = await NodeHost.StartAsync(new NodeSettings
        {
            Name = "n1", StateFolder = Below("state"), RunFolder = Below("run"), CgroupParent = _group, Reserve = Reserve.None, ShimPath = _shim,
        }, _system);
    }

    // The variable first, else what was published last (dotnet publish src/Fleet.Shim -c Release -o .artifacts/dist).
    private static string? Shim()
    {
        if (Environment.GetEnvironmentVariable("FLEET_SHIM") is { Length: > 0 }) return null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, ".artifacts/dist/fleet-shim");
            if (File.Exists(path)) return path;
        }
        Skip.If(true, "needs the shim: dotnet publish src/Fleet.Shim -c Release -o .artifacts/dist");
        return null;
    }

    /// <summary>The engine goes as at the end of its process: nobody is told, nothing is stopped.</summary>
    public async Task CloseAsync()
    {
        await Host.DisposeAsync();
        await _system!.Terminate();
    }

    public async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public void WriteImage(string folder, ImageConfig config)
    {
        string root = folder + "-root";
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.Copy(Busybox, Path.Combine(root, "bin/busybox"), overwrite: true);
        foreach (string tool in new[] { "sh", "sleep", "cat", "echo", "true", "false", "kill", "env", "id", "hostname", "ls", "mount", "touch", "wc", "ps", "stat", "dd", "grep", "head", "tail", "seq" })
        {
            File.CreateSymbolicLink(Path.Combine(root, "bin", tool), "busybox");
        }
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        File.WriteAllText(Path.Combine(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        File.WriteAllText(Path.Combine(root, "etc/notexec"), "text\n");
        Directory.CreateDirectory(Path.Combine(root, "data"));
        File.WriteAllText(Path.Combine(root, "data/seed"), "from the image\n");
        new LayoutWriter(folder).AddFolder(root).Write(config, "base:latest");
    }

    public Task<ContainerView> CreateAsync(ContainerSpec spec, CreateOptions? options = null) =>
        Containers.CreateAsync(spec with { Image = "base" }, options ?? new(), null, default);

    public Task<ContainerView> CreateAsync(params string[] command) => CreateAsync(new ContainerSpec { Image = "base", Command = [.. command] });

    public async Task<ContainerView> RunAsync(ContainerSpec spec, CreateOptions? options = null)
    {
        var view = await CreateAsync(spec, options);
        return await Containers.StartAsync(view.Id, default);
    }

    public Task<ContainerView> RunAsync(params string[] command) => RunAsync(new ContainerSpec { Image = "base", Command = [.. command] });

    public async Task<(int? Code, string Output)> FinishAsync(params string[] command)
    {
        var view = await RunAsync(command);
        var exit = await Containers.WaitAsync(view.Id, default);
        return (exit.ExitCode, await LogAsync(view.Id));
    }

    public async Task<ContainerView> ViewAsync(string name) => (await Containers.InspectAsync(name, default)).View;

    public async Task<string> LogAsync(string name, LogsQuery? query = null)
    {
        var text = new StringBuilder();
        await foreach (var piece in Containers.LogsAsync(name, query ?? new(), default))
        {
            text.Append(Encoding.UTF8.GetString(piece.Content.Span));
            if (piece.EndsLine) text.Append('\n');
        }
        return text.ToString();
    }

    public async Task<(int Code, string Output)> ExecAsync(string name, params string[] command)
    {
        await using var session = await Containers.ExecAsync(name, new ExecSpec { Command = command }, default);
        string output = await new StreamReader(session.Stdout).ReadToEndAsync();
        output += await new StreamReader(session.Stderr).ReadToEndAsync();
        return (await session.WaitAsync(default), output);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var view in await Containers.ListAsync(all: true, default)) await Containers.RemoveAsync(view.Id, force: true, default);
        await CloseAsync();
        CgroupDriver.Detect().At(_group).Remove();
        Directory.Delete(_folder, recursive: true);
    }
}
