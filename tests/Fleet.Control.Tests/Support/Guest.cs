using System.Threading.Channels;
using Akka.Actor;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;

namespace Fleet.Control.Tests.Support;

/// <summary>A visitor in an actor system of its own, as workers and clients are; what it is told can be awaited.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<object> _heard = Channel.CreateUnbounded<object>();
    private readonly ActorSystem _system;
    private readonly IActorRef _owner;

    public Guest(VisitorRole role, string id, params string[] doors)
    {
        Id = id;
        _system = OutsideSystem.Create(id);
        _owner = _system.ActorOf(ActorFactory.Props(() => new Owner(new VisitorSettings(role, id, [.. doors]), _heard.Writer)));
    }

    public string Id { get; }

    public Welcome? Welcome { get; private set; }

    /// <summary>To the session, if one is open.</summary>
    public void Say(IFleetMessage message) => _owner.Tell(message);

    public void Tell(object message) => _owner.Tell(message);

    public async Task<Welcome> EnterAsync()
    {
        Welcome = (await HearAsync<SessionOpened>()).Welcome;
        return Welcome;
    }

    /// <summary>The next message of the kind; others are passed over.</summary>
    public async Task<T> HearAsync<T>(Func<T, bool>? which = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var passed = new List<string>();
        try
        {
            while (true)
            {
                object message = await _heard.Reader.ReadAsync(patience.Token);
                if (message is T wanted && which?.Invoke(wanted) != false) return wanted;
                passed.Add(message is Protocol.Clients.WatchEvents events ? string.Join("; ", events.Events) : message.ToString()!);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Id} heard no such {typeof(T).Name} in {Patience}; it heard:\n{string.Join('\n', passed)}");
        }
    }

    /// <summary>The next message of any kind; null when none came in time.</summary>
    public async Task<object?> NextAsync(TimeSpan within, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(within);
        try
        {
            return await _heard.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed class Owner : ReceiveActor
    {
        private readonly VisitorSettings _settings;
        private IActorRef _visitor = ActorRefs.Nobody;

        public Owner(VisitorSettings settings, ChannelWriter<object> heard)
        {
            _settings = settings;
            ReceiveAny(message =>
            {
                if (Sender.Equals(_visitor)) heard.TryWrite(message);
                else _visitor.Tell(message);
            });
        }

        protected override void PreStart() => _visitor = Context.ActorOf(Visitor.Props(_settings, Self));
    }
}
