using System.Runtime.InteropServices;
using Fleet.Api.Contracts.Connection;
using Fleet.Api.Contracts.Roots;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Nodes;

/// <summary>The agent's program, found beside this one.</summary>
internal sealed class AgentProgram
{
    private const int TailLines = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    private AgentProgram(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="FileNotFoundException">It is not where it belongs.</exception>
    public static AgentProgram Find()
    {
        string path = System.IO.Path.Combine(AppContext.BaseDirectory, "agent", "fleet-agent");
        return File.Exists(path) ? new AgentProgram(path)
            : throw new FileNotFoundException($"the agent's program is not at {path}: it belongs into the folder 'agent' beside fleet; build or install Fleet again");
    }

    /// <summary>Turns this process into the agent (execve(2)); returns only when that fails.</summary>
    public unsafe int Become(IReadOnlyList<string> arguments)
    {
        nint[] words = [.. arguments.Prepend(Path).Select(Marshal.StringToCoTaskMemUTF8), 0];
        fixed (nint* argv = words)
        {
            _ = Execute(Path, argv);
        }

        throw new IOException($"could not execute {Path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>Starts it with nothing of ours but its name and arguments; 0 once its socket answers.</summary>
    public async Task<int> DetachAsync(IReadOnlyList<string> arguments, FleetRoot root, ProgramIo io, CancellationToken cancel)
    {
        Directory.CreateDirectory(root.State);
        long before = File.Exists(root.NodeLog) ? new FileInfo(root.NodeLog).Length : 0;
        var agent = DetachedAgent.Start(Path, arguments, root.NodeLog);
        var until = DateTime.UtcNow + AtMost;
        while (DateTime.UtcNow < until)
        {
            if (AgentSocket.Answers(root.Socket))
            {
                return ExitCodes.Success;
            }

            if (agent.HasEnded)
            {
                io.Say($"fleet: the agent ended at its start; its log {root.NodeLog} says:\n{Tail(root.NodeLog, before)}");
                return ExitCodes.Failure;
            }

            await Task.Delay(Pause, cancel);
        }

        io.Say($"fleet: the agent (pid {agent.Pid}) did not answer within {AtMost.TotalSeconds:0} s; its log {root.NodeLog} says:\n{Tail(root.NodeLog, before)}");
        return ExitCodes.Failure;
    }

    private static string Tail(string log, long before)
    {
        using var file = File.Open(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(before, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? "(nothing)" : string.Join('\n', lines.TakeLast(TailLines));
    }

    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    private static extern unsafe int Execute([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint* argv);
}
