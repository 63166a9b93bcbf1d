using System.Diagnostics;
using Fleet.Containers.Spec;
using Fleet.Linux.Cgroups;

namespace Fleet.Containers.Tests.Support;

/// <summary>A runtime with folders, a busybox root and a cgroup parent of its own; nothing of it stays.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private static readonly string[] Tools =
    [
        "sh", "cat", "echo", "sleep", "true", "false", "id", "ls", "head", "tail", "hostname", "env", "pwd", "printf", "dd", "wc", "stty", "kill",
        "mkdir", "touch", "seq", "yes", "tr", "mv", "stat", "grep", "cut", "mount", "ln", "date", "nc", "sed", "mkfifo", "awk", "ps", "chmod", "rmdir",
    ];

    private static int _count;

    public Bench()
    {
        Skip.IfNot(Environment.UserName == "root", "containers need root");
        Skip.IfNot(File.Exists("/usr/bin/busybox"), "needs busybox-static (apt-get install busybox-static)");
        string? shim = Shim();
        Skip.If(shim is null, "needs fleet-shim: dotnet publish src/Fleet.Shim -c Release -o .artifacts/dist");
        Name = $"{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        Folder = $"/tmp/fleet-cont-{Name}";
        Root = Path.Combine(Folder, "rootfs");
        MakeRoot();
        Options = new RuntimeOptions { StateFolder = Path.Combine(Folder, "state"), ShimPath = shim, CgroupParent = $"fleet/test-cont-{Name}" };
        Runtime = ContainerRuntime.Open(Options);
    }

    public string Name { get; }

    public string Folder { get; }

    public string Root { get; }

    public RuntimeOptions Options { get; }

    public ContainerRuntime Runtime { get; set; }

    /// <summary>A container of the busybox root, with a writable layer over it.</summary>
    public ContainerSetup Setup(string id, params string[] args)
    {
        string upper = Path.Combine(Folder, id + "-upper"), work = Path.Combine(Folder, id + "-work");
        Directory.CreateDirectory(upper);
        Directory.CreateDirectory(work);
        return new ContainerSetup
        {
            Id = id,
            Spec = RuntimeSpecDefaults.Create(args) with { Hostname = id },
            RootMounts = [new RootMount("overlay", "overlay", "/", [$"lowerdir={Root}", $"upperdir={upper}", $"workdir={work}"])],
            Cgroup = new CgroupPlace("job", id),
            HostsContent = "127.0.0.1 localhost\n",
            ResolvContent = "nameserver 192.0.2.1\n",
        };
    }

    public ContainerSetup Shell(string id, string script) => Setup(id, "sh", "-c", script);

    public async Task<RunningContainer> StartAsync(ContainerSetup setup)
    {
        RunningContainer container = await Runtime.CreateAsync(setup);
        await container.StartAsync();
        return container;
    }

    /// <summary>Runs to its end; the exit and all output.</summary>
    public async Task<(ExitRecord Exit, string Output)> RunAsync(ContainerSetup setup)
    {
        RunningContainer container = await StartAsync(setup);
        ExitRecord exit = await container.WaitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (exit, await Output.OfAsync(container));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string id in Runtime.ListIds())
        {
            await Runtime.DeleteAsync(id);
        }

        await Runtime.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(Options.StateFolder));
        Assert.False(CgroupDriver.Detect().At(Options.CgroupParent).Exists, "a cgroup stayed behind");
        Directory.Delete(Folder, recursive: true);
    }

    private static string? Shim()
    {
        if (Environment.GetEnvironmentVariable("FLEET_SHIM") is { Length: > 0 } said)
        {
            return said;
        }

        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            string path = Path.Combine(at, ".artifacts", "dist", "fleet-shim");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private void MakeRoot()
    {
        foreach (string name in (string[])["bin", "etc", "tmp", "proc", "sys", "dev", "root"])
        {
            Directory.CreateDirectory(Path.Combine(Root, name));
        }

        File.Copy("/usr/bin/busybox", Path.Combine(Root, "bin/busybox"));
        foreach (string tool in Tools)
        {
            File.CreateSymbolicLink(Path.Combine(Root, "bin", tool), "busybox");
        }

        File.SetUnixFileMode(Path.Combine(Root, "tmp"), (UnixFileMode)0x3FF);
        File.WriteAllText(Path.Combine(Root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n");
        File.WriteAllText(Path.Combine(Root, "etc/group"), "root:x:0:\nuser:x:1000:\n");
        File.WriteAllText(Path.Combine(Root, "etc/text"), "not a program\n");
    }
}
