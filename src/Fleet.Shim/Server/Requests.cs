using Fleet.Linux;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Shim.Server;

/// <summary>What each request does. All of them act on the one container; none of them waits.</summary>
internal sealed class Requests : IRequests
{
    private readonly Container _container;
    private readonly Execs _execs;
    private readonly List<Connection> _connections = [];

    internal Requests(Container container, Execs execs)
    {
        _container = container;
        _execs = execs;
        container.Exited = TellAll;
    }

    /// <summary>Everyone has been told, and the record is on disk.</summary>
    internal bool IsFinished => _container.IsRecorded && _connections.Count == 0 && _execs.IsEmpty;

    internal void Add(Connection connection) => _connections.Add(connection);

    public void Gone(Connection connection)
    {
        _connections.Remove(connection);
        if (connection.Attached is { } process)
        {
            process.Unfollow(connection);
            if (connection.Feeds && _execs.EndsInputWith(process, connection))
            {
                process.Input?.End();
            }
        }
    }

    public void Handle(Connection from, FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (from.IsAgent)
        {
            _container.Deadman.Heard();
        }

        try
        {
            Handle(from, head, new WireReader(payload), payload);
        }
        catch (KernelException e)
        {
            from.Fail(head.Number, new FailedMessage(125, e.Errno.Value, e.Message));
        }
        catch (ArgumentException e)
        {
            from.Fail(head.Number, new FailedMessage(125, 0, e.Message));
        }
    }

    private void Handle(Connection from, FrameHead head, WireReader payload, ReadOnlySpan<byte> bytes)
    {
        if (!from.Greeted && head.Kind != FrameKind.Hello)
        {
            throw new WireException("a request before Hello");
        }

        switch (head.Kind)
        {
            case FrameKind.Hello:
                Hello(from, head.Number, HelloMessage.Read(ref payload));
                break;
            case FrameKind.Start:
                Start(from, head.Number);
                break;
            case FrameKind.Signal:
                Signal(from, head.Number, SignalMessage.Read(ref payload));
                break;
            case FrameKind.Kill:
                Signal(from, head.Number, new SignalMessage(9));
                break;
            case FrameKind.Wait:
                Wait(from, head.Number);
                break;
            case FrameKind.Attach:
                Attach(from, head.Number, AttachMessage.Read(ref payload));
                break;
            case FrameKind.Exec:
                _execs.Start(from, head.Number, ExecMessage.Read(ref payload));
                break;
            case FrameKind.Input:
                Input(from, bytes);
                break;
            case FrameKind.Resize:
                Resize(from, head.Number, ResizeMessage.Read(ref payload));
                break;
            case FrameKind.Deadman:
                _container.Deadman.Arm(new DeadmanPlan(payload.Int32(), payload.Int32(), payload.Int32()));
                from.Send(FrameKind.Done, head.Number, []);
                break;
            case FrameKind.Ping:
                _container.Deadman.Heard();
                from.Send(FrameKind.Done, head.Number, []);
                break;
            case FrameKind.GetState:
                from.Send(FrameKind.State, head.Number, _container.State.Write);
                break;
            default:
                from.Fail(head.Number, new FailedMessage(FailedMessage.NotRunning, 0, $"this shim does not know request {(ushort)head.Kind}"));
                break;
        }
    }

    private void Hello(Connection from, ushort number, HelloMessage hello)
    {
        if (hello.LeastVersion > HelloMessage.Version || hello.MostVersion < HelloMessage.Version)
        {
            from.Fail(number, new FailedMessage(
                FailedMessage.NotRunning, 0, $"this shim speaks version {HelloMessage.Version}, the client {hello.LeastVersion} to {hello.MostVersion}"));
            return;
        }

        from.Greeted = true;
        from.IsAgent = hello.Agent;
        if (hello.Agent)
        {
            _container.Deadman.Heard();
        }

        from.Send(FrameKind.Welcome, number, new WelcomeMessage(HelloMessage.Version, _container.State).Write);
    }

    private void Start(Connection from, ushort number)
    {
        if (_container.State.Phase != ShimPhase.Created || _container.Init.IsClosed)
        {
            from.Fail(number, new FailedMessage(FailedMessage.NotRunning, 0, $"the container is {Phase()}, only a created one can be started"));
            return;
        }

        Answer(from, number, _container.Start());
    }

    private void Signal(Connection from, ushort number, SignalMessage message)
    {
        Supervised? process = Process(message.ExecId);
        long result = process?.Signal(message.Signal) ?? -3; // ESRCH
        Answer(from, number, result switch
        {
            >= 0 => null,
            -3 => NotRunning(message.ExecId),
            _ => new FailedMessage(125, (int)-result, $"signal {message.Signal}: {new Errno((int)-result)}"),
        });
    }

    private void Wait(Connection from, ushort number)
    {
        if (_container.Exit is { } exit)
        {
            from.Send(FrameKind.Exited, number, exit.Write);
        }
        else
        {
            from.Waits.Add(number);
        }
    }

    private void Attach(Connection from, ushort number, AttachMessage message)
    {
        if (from.Attached is not null || _container.Exit is not null || _container.Init.IsClosed)
        {
            from.Fail(number, from.Attached is null ? NotRunning("") : new FailedMessage(FailedMessage.NotRunning, 0, "this connection already carries a process"));
            return;
        }

        from.Attach(_container.Init, message.Stdin);
        from.Send(FrameKind.Done, number, new AttachedMessage(_container.Init.Output?.Count ?? 0, _container.Init.Error?.Count ?? 0).Write);
        _container.Init.Follow(from, message.Stdout, message.Stderr);
    }

    private static void Input(Connection from, ReadOnlySpan<byte> bytes)
    {
        if (from is { Feeds: true, Attached.Input: { } input })
        {
            if (bytes.IsEmpty)
            {
                input.End();
            }
            else
            {
                input.Write(bytes);
            }
        }
    }

    private void Resize(Connection from, ushort number, ResizeMessage message)
    {
        Supervised? process = Process(message.ExecId);
        if (process is not { IsClosed: false, HasTerminal: true })
        {
            from.Fail(number, process is null or { IsClosed: true } ? NotRunning(message.ExecId) : new FailedMessage(FailedMessage.NotRunning, 0, "it has no terminal"));
            return;
        }

        process.Resize(message.Rows, message.Columns);
        from.Send(FrameKind.Done, number, []);
    }

    private void TellAll()
    {
        foreach (Connection connection in _connections.ToArray())
        {
            foreach (ushort number in connection.Waits)
            {
                connection.Send(FrameKind.Exited, number, _container.Exit!.Write);
            }

            // Who follows an exec hears of that, and leaves after it.
            if (connection.Attached is null || connection.Attached == _container.Init)
            {
                if (connection is { Greeted: true, Waits.Count: 0 } or { Attached: not null })
                {
                    connection.Send(FrameKind.Exited, 0, _container.Exit!.Write);
                }

                connection.Leave();
            }
        }
    }

    private Supervised? Process(string execId) => execId.Length == 0 ? _container.Init : _execs.Find(execId);

    private static FailedMessage NotRunning(string execId) =>
        new(FailedMessage.NotRunning, 3, execId.Length == 0 ? "the container is not running" : $"exec {execId} is not running");

    private string Phase() => _container.State.Phase switch
    {
        ShimPhase.Created => "ending",
        ShimPhase.Running => "running",
        _ => "over",
    };

    private static void Answer(Connection to, ushort number, FailedMessage? failed)
    {
        if (failed is null)
        {
            to.Send(FrameKind.Done, number, []);
        }
        else
        {
            to.Fail(number, failed);
        }
    }
}
