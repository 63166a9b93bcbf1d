using System.Diagnostics;
using Fleet.Images.Layout;
using Fleet.Images.Records;

namespace Fleet.Cli.Tests.EndToEnd;

/// <summary>
/// The programs as they are built, one real agent in a root of its own and an image <c>base</c> of busybox. All of it is gone
/// when it is disposed.
/// </summary>
public sealed class Agent : IDisposable
{
    private static readonly string Dist = FindDist();

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"fleet-api-test-{Guid.NewGuid():N}");
    private bool _started;

    /// <summary>Starts it once; skips the test, with the reason, where it cannot run.</summary>
    internal Agent Ready()
    {
        Skip.IfNot(Environment.UserName == "root", "it takes root: containers are made for real");
        Skip.IfNot(File.Exists(Path.Combine(Dist, "agent/fleet-agent")), $"{Dist} does not hold the built programs: './fleet build' makes them");
        Skip.IfNot(File.Exists("/bin/busybox"), "/bin/busybox is not there: install Debian's busybox-static");
        if (!_started)
        {
            _started = true;
            Directory.CreateDirectory(_root);
            Demand("fleet node -d");
            MakeImage();
            Demand($"fleet image import {_root}/layout --name base");
        }

        return this;
    }

    /// <summary>Runs a line of shell with <c>fleet</c> on the path and FLEET_ROOT set, its stdin empty.</summary>
    internal (int Code, string Stdout, string Stderr) Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,   // byte for byte
            WorkingDirectory = _root,
        };
        start.Environment["PATH"] = $"{Dist}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["FLEET_ROOT"] = _root;
        using var shell = Process.Start(start)!;
        shell.StandardInput.Close();
        var stdout = shell.StandardOutput.ReadToEndAsync();
        var stderr = shell.StandardError.ReadToEndAsync();
        if (!shell.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            shell.Kill(entireProcessTree: true);
            throw new TimeoutException($"did not end: {script}");
        }

        return (shell.ExitCode, stdout.Result, stderr.Result);
    }

    public void Dispose()
    {
        if (_started)
        {
            Shell("fleet ps -aq | xargs -r fleet rm -f");
            Shell("pid=$(cat $FLEET_ROOT/run/node.pid); kill $pid; while [ -d /proc/$pid ]; do sleep 0.05; done");
            Directory.Delete(_root, recursive: true);
        }
    }

    private void Demand(string script)
    {
        var (code, _, stderr) = Shell(script);
        Assert.True(code == 0, $"{script} ended with {code}: {stderr}");
    }

    private void MakeImage()
    {
        string rootfs = Path.Combine(_root, "rootfs"), bin = Path.Combine(rootfs, "bin");
        Directory.CreateDirectory(bin);
        Directory.CreateDirectory(Path.Combine(rootfs, "etc"));
        Directory.CreateDirectory(Path.Combine(rootfs, "tmp"));
        File.Copy("/bin/busybox", Path.Combine(bin, "busybox"));
        Demand($"for a in $(/bin/busybox --list); do [ $a = busybox ] || ln -s busybox {bin}/$a; done");
        File.WriteAllText(Path.Combine(rootfs, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1001::/home:/bin/sh\n");
        File.WriteAllText(Path.Combine(rootfs, "etc/group"), "root:x:0:\nusers:x:1001:\n");
        File.WriteAllText(Path.Combine(rootfs, "etc/text"), "no program\n");
        File.SetUnixFileMode(Path.Combine(rootfs, "etc/text"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new LayoutWriter(Path.Combine(_root, "layout")).AddFolder(rootfs).Write(new ImageConfig { Cmd = ["sh"], Env = ["PATH=/bin"] }, "base:latest");
    }

    private static string FindDist()
    {
        if (Environment.GetEnvironmentVariable("FLEET_DIST") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fleet.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "/", ".artifacts/dist");
    }
}
