using Fleet.Lifecycle.Nodes;
using Fleet.Model;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;
using Fleet.Protocol.Workers;

namespace Fleet.Control.Tests.Support;

/// <summary>A worker without containers: the real <see cref="NodeMachine"/>, and every start succeeds at once.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    public const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000001";

    private readonly NodeMachine _machine = new(new NodeOptions(), []);
    private readonly Guest _guest;
    private readonly Task _life;
    private readonly CancellationTokenSource _end = new();

    public FakeNode(string name, params string[] doors)
    {
        _guest = new Guest(VisitorRole.Worker, name, doors);
        Report = ReportOf(name);
        _life = LiveAsync();
    }

    public NodeReport Report { get; }

    /// <summary>How often each allocation was started.</summary>
    public Dictionary<AllocationId, int> Starts { get; } = [];

    /// <summary>What becomes of a started allocation; running for ever unless set.</summary>
    public Func<Assignment, AllocationFact, AllocationFact> Fate { get; init; } = (_, running) => running;

    public static NodeReport ReportOf(string name) => new()
    {
        Name = name,
        Roles = ["worker"],
        Architecture = "x86_64",
        Kernel = "6.1",
        CgroupVersion = 2,
        BootId = "boot-1",
        HttpAddress = "127.0.0.1:7423",
        TicketKey = [.. Enumerable.Repeat((byte)7, 32)],
        Capacity = new Resources(4000, 8L << 30, 4096),
        Allocatable = new Resources(4000, 8L << 30, 4096),
        Images = [new NodeImage(Digest, ["docker.io/library/app:1", "app:1"], DateTimeOffset.UnixEpoch)],
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _guest.DisposeAsync();
        await _life;
        _end.Dispose();
    }

    private async Task LiveAsync()
    {
        try
        {
            while (true)
            {
                var due = (_machine.NextWake ?? DateTimeOffset.UtcNow.AddSeconds(1)) - DateTimeOffset.UtcNow;
                object? message = await _guest.NextAsync(due > TimeSpan.Zero ? due : TimeSpan.Zero, _end.Token);
                if (message is null) Step(NodeTick.Instance);
                else Live(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Live(object message)
    {
        switch (message)
        {
            case SessionOpened opened:
                _guest.Say(new ReportNode(1, Report));
                Step(new SessionBegan(opened.Welcome.SessionNumber, opened.Welcome.Epoch));
                break;
            case SessionClosed:
                Step(new SessionEnded());
                break;
            case Assign assign:
                Step(new AssignmentsArrived(assign.Set));
                break;
            case FactsAck ack:
                Step(new FactsAcknowledged(ack.Session, ack.Number));
                break;
            case ResolveImage resolve:
                _guest.Say(new ImageResolved(resolve.Number, Digest, ""));
                break;
        }
    }

    private void Step(NodeInput input)
    {
        foreach (var output in _machine.Step(input, DateTimeOffset.UtcNow))
        {
            switch (output)
            {
                case StartAllocation start:
                    Starts[start.Assignment.Id] = Starts.GetValueOrDefault(start.Assignment.Id) + 1;
                    Step(new FactSeen(Fate(start.Assignment, new AllocationFact
                    {
                        Id = start.Assignment.Id, Phase = Phase.Running, Pid = 100, StartedAt = DateTimeOffset.UtcNow,
                    })));
                    break;
                case StopAllocation stop:
                    Step(new FactSeen(new AllocationFact
                    {
                        Id = stop.Id, Phase = Phase.Exited, StartedAt = DateTimeOffset.UtcNow, FinishedAt = DateTimeOffset.UtcNow, ExitCode = 143,
                    }));
                    break;
                case RemoveAllocation remove:
                    Step(new AllocationGone(remove.Id));
                    break;
                case SendFacts send:
                    _guest.Say(new Facts(send.Batch));
                    break;
                case AcknowledgeAssignments ack:
                    _guest.Tell(new AppliedUpTo(ack.Session, ack.Number));
                    _guest.Say(new AssignmentAck(ack.Session, ack.Number));
                    break;
                case AskForWhole ask:
                    _guest.Say(new WholeWanted(ask.Session));
                    break;
            }
        }
    }
}
