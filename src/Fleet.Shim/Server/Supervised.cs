using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Streams;

namespace Fleet.Shim.Server;

/// <summary>A process that the shim is parent of: the container's first, or one of exec. Readable when it has ended.</summary>
internal sealed class Supervised : Source
{
    private readonly ChildStreams _streams;
    private int _pidFd;

    /// <param name="pid">As the host numbers it.</param>
    /// <param name="pidFd">Owned from now on.</param>
    /// <param name="streams">Owned from now on.</param>
    /// <param name="log">For its output; null for none.</param>
    /// <param name="execId">Empty for the container's first process.</param>
    internal Supervised(int pid, int pidFd, ChildStreams streams, LogWriter? log, string execId)
    {
        Pid = pid;
        ExecId = execId;
        _pidFd = pidFd;
        _streams = streams;
        if (streams.Master >= 0)
        {
            Output = new OutputPump(streams.Master, StreamKind.Stdout, log, ownsFd: false);
            Input = new InputPump(streams.Master, isTerminal: true);
            return;
        }

        Output = streams.Stdout >= 0 ? new OutputPump(streams.Stdout, StreamKind.Stdout, log, ownsFd: true) : null;
        Error = streams.Stderr >= 0 ? new OutputPump(streams.Stderr, StreamKind.Stderr, log, ownsFd: true) : null;
        Input = streams.Stdin >= 0 ? new InputPump(streams.Stdin, isTerminal: false) : null;
    }

    internal int Pid { get; }

    internal string ExecId { get; }

    internal OutputPump? Output { get; }

    internal OutputPump? Error { get; }

    internal InputPump? Input { get; }

    internal bool HasTerminal => _streams.Master >= 0;

    /// <summary>Told once, with the wait's status, after waitid(2) has given it.</summary>
    internal Action<Supervised, ProcessEnd>? Ended { get; set; }

    internal override int Fd => _pidFd;

    internal override short Wanted => Readable;

    internal int PidFd => _pidFd;

    /// <summary>It has ended or is about to, whether or not that was heard of yet.</summary>
    internal bool IsEnding => _pidFd < 0 || ProcessIdentity.IsEnding(Pid);

    /// <returns>0, or minus an errno.</returns>
    internal long Signal(int signal) => _pidFd < 0 ? -3 : Raw.Call(Nr.PidfdSendSignal, _pidFd, signal, 0, 0);

    internal void Resize(ushort rows, ushort columns) => _streams.Resize(rows, columns);

    internal override void Ready(short events)
    {
        if (ProcessEnd.Of(Pid) is { } end)
        {
            IsClosed = true;
            Raw.Close(_pidFd);
            _pidFd = -1;
            Ended?.Invoke(this, end);
        }
    }

    /// <summary>After its end: call back once all its output has been handed on.</summary>
    internal void Settle(Action settled)
    {
        int open = 2;
        void One()
        {
            if (--open == 0)
            {
                settled();
            }
        }

        SettleOne(Output, One);
        SettleOne(Error, One);
    }

    /// <summary>Output to this sink, both streams or one.</summary>
    internal void Follow(IOutputSink sink, bool output, bool error)
    {
        if (output)
        {
            Output?.Add(sink);
        }

        if (error)
        {
            Error?.Add(sink);
        }
    }

    internal void Unfollow(IOutputSink sink)
    {
        Output?.Remove(sink);
        Error?.Remove(sink);
    }

    internal void Release()
    {
        Output?.Close();
        Error?.Close();
        Input?.Close();
        _streams.Forget();
    }

    private static void SettleOne(OutputPump? pump, Action settled)
    {
        if (pump is null)
        {
            settled();
        }
        else
        {
            pump.Settle(settled);
        }
    }
}
