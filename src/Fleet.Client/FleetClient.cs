using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Fleet.Client.Actors;
using Fleet.Client.Calls;
using Fleet.Client.Streams;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Visiting;

namespace Fleet.Client;

/// <summary>
/// A cluster of Fleet as seen from any actor system. It asks nothing of that system's provider or configuration: it puts one
/// actor into it and speaks to the cluster through a small remoting system of its own, which works behind NAT and beside others
/// in the same process. Safe to use from several threads.
/// <para>
/// Every call waits for its answer across restarts and changes of the control host, repeating the same request id, until it is
/// answered or cancelled; only before the first contact it gives up after <see cref="FleetClientOptions.UnreachableAfter"/>.
/// </para>
/// </summary>
/// <exception cref="FleetRejectedException">Of any call: the cluster will not do it.</exception>
/// <exception cref="FleetNotFoundException">Of any call: no such job, replica or node.</exception>
/// <exception cref="FleetBusyException">Of any call: busy for too long.</exception>
/// <exception cref="FleetUnreachableException">Of any call: nobody to ask.</exception>
public sealed partial class FleetClient : IAsyncDisposable
{
    private static int _count;

    private readonly ActorSystem _system;
    private readonly FleetClientOptions _options;
    private readonly IActorRef _actor;
    private readonly NodeHttp _nodes = new();

    private FleetClient(ActorSystem system, FleetClientOptions options, TimeProvider clock)
    {
        (_system, _options) = (system, options);
        string name = $"fleet-client-{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}";
        _actor = system.ActorOf(Props.CreateBy(new ClientProducer(options, clock)), name);
        Ref = system.ActorOf(Props.CreateBy(new FrontProducer(this)), name + "-front");
    }

    /// <summary>
    /// An actor of the user's own system that takes the messages of <see cref="Fleet.Client.Messages"/> and answers the sender.
    /// </summary>
    public IActorRef Ref { get; }

    /// <summary>Returns at once; the first call finds out whether anybody answers.</summary>
    /// <param name="system">With any provider: local, remote or cluster. The client ends with it.</param>
    /// <exception cref="ArgumentException">No doors, or one that is not HOST:PORT.</exception>
    public static FleetClient Create(ActorSystem system, FleetClientOptions options) => Create(system, options, BootClock.Instance);

    internal static FleetClient Create(ActorSystem system, FleetClientOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (options.Doors.IsDefaultOrEmpty)
        {
            throw new ArgumentException("name at least one door of a control host: Doors = [\"10.0.0.1:4054\"]", nameof(options));
        }

        foreach (string door in options.Doors)
        {
            try
            {
                _ = DoorPath.Of(door);
            }
            catch (FormatException e)
            {
                throw new ArgumentException(e.Message, nameof(options), e);
            }
        }

        return new FleetClient(system, options, clock);
    }

    /// <summary>Ends the session; calls and watches under way end with <see cref="FleetUnreachableException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _system.Stop(Ref);
        if (!_system.WhenTerminated.IsCompleted)
        {
            _ = await _actor.GracefulStop(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        }

        _nodes.Dispose();
    }

    private async Task<Answer> Ask(Command command, string? requestId, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var call = new CommandCall(requestId ?? Guid.NewGuid().ToString("n"), command, cancel);
        using CancellationTokenRegistration registered = cancel.Register(call.GiveUp);
        _actor.Tell(call);
        Answer answer = await call.Answered.ConfigureAwait(false);
        return answer.Status switch
        {
            AnswerStatus.Ok => answer,
            AnswerStatus.NotFound => throw new FleetNotFoundException(answer.Message),
            AnswerStatus.Busy => throw new FleetBusyException(answer.Message, answer.RetryAfter),
            _ => throw new FleetRejectedException(answer.Message, answer.Errors),
        };
    }

    private async Task<TAnswer> Ask<TAnswer>(Func<long, IQuery> make, CancellationToken cancel)
        where TAnswer : IQueryAnswer
    {
        cancel.ThrowIfCancellationRequested();
        var call = new QueryCall(make, cancel);
        using CancellationTokenRegistration registered = cancel.Register(call.GiveUp);
        _actor.Tell(call);
        return await call.Answered.ConfigureAwait(false) switch
        {
            TAnswer answer => answer,
            Problem { Kind: ProblemKind.NotFound } problem => throw new FleetNotFoundException(problem.Message),
            Problem { Kind: ProblemKind.Busy } problem => throw new FleetBusyException(problem.Message, problem.RetryAfter),
            Problem problem => throw new FleetRejectedException(problem.Message, []),
            IQueryAnswer other => throw new InvalidOperationException($"the control host answered with {other.GetType().Name} instead of {typeof(TAnswer).Name}"),
        };
    }

    private sealed class ClientProducer(FleetClientOptions options, TimeProvider clock) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ClientActor);

        public ActorBase Produce() => new ClientActor(options, clock);

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class FrontProducer(FleetClient client) : IIndirectActorProducer
    {
        public Type ActorType => typeof(FrontActor);

        public ActorBase Produce() => new FrontActor(client);

        public void Release(ActorBase actor)
        {
        }
    }
}
