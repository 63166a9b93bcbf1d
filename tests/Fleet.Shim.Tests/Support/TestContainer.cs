using System.Diagnostics;
using Fleet.Linux.Security;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Tests.Support;

/// <summary>A container by the real shim: its folder, its root of overlay and busybox, and its end.</summary>
internal sealed class TestContainer : IDisposable
{
    private readonly List<ShimClient> _clients = [];
    private Process? _shim;

    internal TestContainer(string? parent = null)
    {
        Rootfs.Take();
        Folder = Directory.CreateTempSubdirectory("fleet-shim-test-").FullName;
        if (parent is not null)
        {
            Folder = Directory.CreateDirectory(System.IO.Path.Combine(Folder, parent)).FullName;
        }

        foreach (string name in new[] { ShimFolder.RootMountPoint, "upper", "work" })
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Folder, name));
        }
    }

    internal string Folder { get; }

    internal int ShimPid => _shim!.Id;

    /// <summary>A config like the agent's, for <c>sh -c SCRIPT</c>.</summary>
    internal ShimConfig Config(params string[] args) => new()
    {
        Id = "test",
        RunId = "run1",
        Hostname = "box",
        Process = new ProcessPlan { Args = args, Env = ["PATH=/bin:/usr/bin", "TERM=dumb"] },
        Mounts =
        [
            new MountPlan(MountPlan.Overlay, "overlay", "/")
            {
                WorkingFolder = Folder,
                Data = $"lowerdir={Rootfs.Layer},upperdir=upper,workdir=work",
            },
            .. StandardMounts.All(),
        ],
        MaskedPaths = StandardMounts.MaskedPaths,
        ReadOnlyPaths = StandardMounts.ReadOnlyPaths,
        Seccomp = SeccompFilter.Default(CapabilityPlan.DefaultMask),
    };

    internal ShimConfig Shell(string script) => Config("sh", "-c", script);

    /// <returns>Null when it stands in phase Created.</returns>
    internal FailedMessage? Create(ShimConfig config)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Folder, ShimFolder.Config), ShimConfigFormat.Write(config));
        _shim = Process.Start(new ProcessStartInfo(ShimProgram.Path!, Folder) { RedirectStandardOutput = true })!;
        using var report = new MemoryStream();
        _shim.StandardOutput.BaseStream.CopyTo(report);
        return CreatedReport.Read(report.ToArray());
    }

    /// <summary>Another shim for the same folder.</summary>
    internal FailedMessage? CreateBeside()
    {
        using var second = Process.Start(new ProcessStartInfo(ShimProgram.Path!, Folder) { RedirectStandardOutput = true })!;
        using var report = new MemoryStream();
        second.StandardOutput.BaseStream.CopyTo(report);
        second.WaitForExit();
        return CreatedReport.Read(report.ToArray());
    }

    internal ShimClient Connect(bool agent = false)
    {
        var client = ShimClient.Connect(Folder, agent);
        _clients.Add(client);
        return client;
    }

    internal void CreateAndStart(ShimConfig config)
    {
        Assert.Null(Create(config));
        Assert.Null(Connect().Start());
    }

    /// <summary>Waits until it has written this.</summary>
    internal void AwaitOutput(string text)
    {
        string log = System.IO.Path.Combine(Folder, ShimFolder.Logs, "1");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(log) && File.ReadAllText(log).Contains(text, StringComparison.Ordinal), TimeSpan.FromMinutes(1)), $"'{text}' was not written");
    }

    /// <summary>Runs it to its end: the record, and its output together.</summary>
    internal (ExitRecord Exit, string Output) Run(ShimConfig config)
    {
        FailedMessage? failed = Create(config);
        if (failed is not null)
        {
            return (ReadExit(), failed.Text);
        }

        ShimClient client = Connect();
        client.Attach();
        client.Start();
        using var output = new MemoryStream();
        ExitRecord exit = client.FollowToExit(output, output);
        return (exit, System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    internal ExitRecord ReadExit() => ExitRecord.FromBytes(File.ReadAllBytes(System.IO.Path.Combine(Folder, ShimFolder.Exit)));

    internal ShimState ReadState() => ShimState.FromBytes(File.ReadAllBytes(System.IO.Path.Combine(Folder, ShimFolder.State)));

    internal void KillWhileCreating(ShimConfig config, TimeSpan after)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Folder, ShimFolder.Config), ShimConfigFormat.Write(config));
        _shim = Process.Start(new ProcessStartInfo(ShimProgram.Path!, Folder) { RedirectStandardOutput = true })!;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < after)
        {
            Thread.SpinWait(10);
        }

        _shim.Kill();
        _shim.WaitForExit();
    }

    internal int AwaitShim()
    {
        Assert.True(_shim!.WaitForExit(TimeSpan.FromMinutes(2)), "the shim did not end");
        return _shim.ExitCode;
    }

    internal void KillShim() => _shim!.Kill();

    public void Dispose()
    {
        _clients.ForEach(static client => client.Dispose());
        if (_shim is { HasExited: false })
        {
            _shim.Kill();
            _shim.WaitForExit();
        }

        _shim?.Dispose();
        string top = Folder;
        while (System.IO.Path.GetDirectoryName(top) is { } above && above != System.IO.Path.GetTempPath().TrimEnd('/'))
        {
            top = above;
        }

        // The kernel lets go of the overlay's work folder a moment after its last process.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(top, recursive: true);
                Rootfs.Release();
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                Thread.Yield();
            }
        }
    }
}
