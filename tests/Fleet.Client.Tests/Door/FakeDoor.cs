using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Serialization;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;

namespace Fleet.Client.Tests.Door;

/// <summary>A control host's door and sessions over real remoting, whose answers a test decides.</summary>
internal sealed class FakeDoor : IAsyncDisposable
{
    private readonly ActorSystem _system;

    /// <param name="answer">To each message of a client; null says nothing.</param>
    public FakeDoor(Func<IFleetMessage, IFleetMessage?> answer, int port = 0, int credits = 64)
    {
        var config = AllowedSerializers.OnlyFleet().WithFallback(ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = remote
              loglevel = OFF
              stdout-loglevel = OFF
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}} }
            }
            """));
        _system = ActorSystem.Create(DoorPath.SystemName, config);
        Port = ((ExtendedActorSystem)_system).Provider.DefaultAddress.Port!.Value;
        _system.ActorOf(Props.Create(() => new DoorActor(this, answer, credits)), DoorPath.ActorName);
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>What clients said, heartbeats aside, in order.</summary>
    public BlockingCollection<IFleetMessage> Heard { get; } = [];

    /// <summary>Sends to the session that was opened last.</summary>
    public Action<IFleetMessage> Say { get; private set; } = _ => { };

    /// <summary>Takes the next message of a kind from what was heard, waiting for it.</summary>
    public T Next<T>()
        where T : IFleetMessage
    {
        while (Heard.TryTake(out IFleetMessage? message, TimeSpan.FromSeconds(20)))
        {
            if (message is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException($"no {typeof(T).Name} came");
    }

    /// <summary>As by kill -9: nothing is said to anybody.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        Heard.Dispose();
    }

    private sealed class DoorActor : ReceiveActor
    {
        private static int _sessions;

        public DoorActor(FakeDoor door, Func<IFleetMessage, IFleetMessage?> answer, int credits)
        {
            Receive<Hello>(hello =>
            {
                int number = Interlocked.Increment(ref _sessions);
                IActorRef visitor = Sender;
                IActorRef session = Context.ActorOf(Props.Create(() => new SessionActor(door, answer)), $"session-{number}");
                door.Say = message => visitor.Tell(message, session);
                string path = session.Path.ToStringWithAddress(((ExtendedActorSystem)Context.System).Provider.DefaultAddress);
                Sender.Tell(new Welcome(hello.Number, 1, path, number, 1, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(200), credits));
            });
            Receive<IFleetMessage>(_ => { });
        }
    }

    private sealed class SessionActor : ReceiveActor
    {
        public SessionActor(FakeDoor door, Func<IFleetMessage, IFleetMessage?> answer)
        {
            var parts = new Parts();
            var reader = new PartReader();
            Receive<Heartbeat>(beat => Sender.Tell(new HeartbeatAck(beat.Number, 1)));
            Receive<Part>(part =>
            {
                if (reader.Add(part) is { } whole)
                {
                    Self.Forward(whole);
                }
            });
            Receive<IFleetMessage>(message =>
            {
                door.Heard.Add(message);
                if (answer(message) is { } said)
                {
                    parts.Tell(Sender, said, Self);
                }
            });
        }
    }
}
