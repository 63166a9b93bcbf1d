using System.Diagnostics;
using System.Text;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Roots;
using Fleet.Linux.Cgroups;

namespace Fleet.Agent.Tests.Process;

/// <summary>A real fleet-agent of a root of its own; nothing of it stays.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly System.Diagnostics.Process _process;
    private readonly Task _reading;

    private AgentProcess(string root, System.Diagnostics.Process process)
    {
        Root = FleetRoot.At(root);
        _process = process;
        _reading = ReadAsync();
    }

    public FleetRoot Root { get; }

    public int Pid => _process.Id;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static string Group(string root) => "fleet/test-agent-" + Path.GetFileName(root.TrimEnd('/'))[^6..];

    public static AgentProcess Start(string root, params string[] more)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: an agent makes containers");
        var start = new ProcessStartInfo(Program()) { RedirectStandardError = true, UseShellExecute = false };
        foreach (string word in new[] { "--root", root, "--cgroup-parent", Group(root) }.Concat(more))
        {
            start.ArgumentList.Add(word);
        }
        start.Environment["FLEET_SHIM"] = Shim();
        return new AgentProcess(root, System.Diagnostics.Process.Start(start)!);
    }

    /// <summary>The same with a word to the environment, without a group of its own choice, or below another program.</summary>
    /// <param name="before">A program and its words, which execute the agent in the end.</param>
    public static AgentProcess StartBelow(string root, string[] before, string? notifySocket = null, bool ownGroup = true)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root: an agent makes containers");
        string[] words = [.. before, Program(), "--root", root, .. ownGroup ? ["--cgroup-parent", Group(root)] : Array.Empty<string>()];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["FLEET_SHIM"] = Shim();
        start.Environment["NOTIFY_SOCKET"] = notifySocket;
        return new AgentProcess(root, System.Diagnostics.Process.Start(start)!);
    }

    /// <summary>Waits until the socket answers.</summary>
    public async Task<AgentProcess> ReadyAsync()
    {
        while (!AgentSocket.Answers(Root.Socket))
        {
            if (_process.HasExited) throw new InvalidOperationException($"the agent ended: {Output}");
            await Task.Delay(20);       // nothing tells of a socket that appears
        }
        return this;
    }

    public AgentClient Client() => new(Root.Socket);

    public void Signal(string name) => System.Diagnostics.Process.Start("kill", [name, Pid.ToString()]).WaitForExit();

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitAsync();
        _process.Dispose();
    }

    /// <summary>What containers it left, and its folders.</summary>
    public static void Clean(string root)
    {
        var group = CgroupDriver.Detect().At(Group(root));
        if (group.Exists) group.KillAll();
        group.Remove();
        Directory.Delete(root, recursive: true);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_output) _output.AppendLine(line);
        }
    }

    // Not the copy beside the tests, but the program as it is installed.
    private static string Program() =>
        Built("agent/fleet-agent") ?? throw new SkipException("needs the agent: './fleet build' makes it");

    private static string Shim() =>
        Environment.GetEnvironmentVariable("FLEET_SHIM") is { Length: > 0 } path ? path
            : Built("fleet-shim") ?? throw new SkipException("needs the shim: dotnet publish src/Fleet.Shim -c Release -o .artifacts/dist");

    private static string? Built(string name)
    {
        if (Environment.GetEnvironmentVariable("FLEET_DIST") is { Length: > 0 } dist)
        {
            return Path.Combine(dist, name) is var chosen && File.Exists(chosen) ? chosen : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, ".artifacts/dist", name);
            if (File.Exists(path)) return path;
        }
        return null;
    }
}
