using Fleet.Shim.Life;
using Fleet.Shim.Protocol;

namespace Fleet.Shim.Server;

/// <summary>The processes that exec has added, by the id that their clients chose.</summary>
internal sealed class Execs(Container container)
{
    private readonly List<Running> _running = [];

    private sealed record Running(string Id, Supervised Process, Connection Client, bool Detached, bool StdinOnce);

    internal bool IsEmpty => _running.Count == 0;

    internal Supervised? Find(string id) => _running.Find(running => running.Id == id)?.Process;

    /// <summary>Whether a process's input ends with the client that feeds it: always for an exec, by the config for the container.</summary>
    internal bool EndsInputWith(Supervised process, Connection client) =>
        process == container.Init ? container.Config.Process.StdinOnce : _running.Exists(running => running.Process == process && running.Client == client);

    internal void Start(Connection from, ushort number, ExecMessage message)
    {
        string? why =
            container.State.Phase != ShimPhase.Running || container.Init.IsClosed ? "the container is not running"
            : from.Attached is not null ? "this connection already carries a process"
            : Find(message.ExecId) is not null ? $"exec {message.ExecId} runs already"
            : message.Process.Args.Count == 0 ? "no command"
            : null;
        if (why is not null)
        {
            from.Fail(number, new FailedMessage(FailedMessage.NotRunning, 0, why));
            return;
        }

        if (AddedProcess.Start(container.Config, container.Init, message, out FailedMessage? failed) is not { } added)
        {
            from.Fail(number, failed!);
            return;
        }

        var process = new Supervised(added.Pid, added.PidFd, added.Streams, log: null, message.ExecId);
        var running = new Running(message.ExecId, process, from, message.Detached, message.Process.StdinOnce);
        process.Ended = (_, end) => process.Settle(() => End(running, end));
        _running.Add(running);
        container.AddProcess(process);
        if (!message.Detached)
        {
            from.Attach(process, feeds: true);
            process.Follow(from, output: true, error: true);
        }

        from.Send(FrameKind.ExecStarted, number, new ExecStartedMessage(added.Pid).Write);
    }

    private void End(Running running, ProcessEnd end)
    {
        _running.Remove(running);
        running.Process.Output?.Silence();
        running.Process.Error?.Silence();
        running.Process.Input?.Close();
        if (!running.Client.IsClosed)
        {
            running.Client.Send(FrameKind.ExecExited, 0, new ExecExitedMessage(running.Id, end.Code, end.Signal).Write);
            if (!running.Detached)
            {
                running.Client.Leave();
            }
        }

        if (running.Process.HasTerminal)
        {
            running.Process.Release();
        }
    }
}
