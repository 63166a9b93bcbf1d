using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Sessions;

namespace Fleet.Control.Door;

internal sealed record OpenSession(Hello Hello, int Protocol, long Epoch, IActorRef Visitor);

/// <summary>Parent of all sessions; a later Hello of an id replaces its earlier session.</summary>
internal sealed class SessionsActor : ReceiveActor
{
    private readonly DoorContext _door;
    private readonly Dictionary<string, Living> _sessions = [];

    private SessionsActor(DoorContext door)
    {
        _door = door;
        Receive<OpenSession>(Open);
        Receive<Terminated>(OnTerminated);
    }

    public static Props Props(DoorContext door) => ActorFactory.Props(() => new SessionsActor(door));

    // A session that failed is not restarted: its visitor would go on in the middle of numbers that the new one never saw.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Open(OpenSession open)
    {
        string key = Key(open.Hello.Role, open.Hello.Id);
        string replaced = "";
        if (_sessions.TryGetValue(key, out var earlier))
        {
            // Who was replaced and comes back while his successor lives is no restart: two have one name, and would go on for ever.
            if (earlier.Replaced == open.Hello.Instance)
            {
                Refuse(open, RefusalReason.BadId,
                    $"another visitor has taken the name '{open.Hello.Id}' meanwhile: each needs a name of its own");
                return;
            }
            if (earlier.Instance != open.Hello.Instance) replaced = earlier.Instance;
            _sessions.Remove(key);
            earlier.Session.Tell(Replaced.Instance);
        }
        else if (_sessions.Count >= _door.MaxSessions)
        {
            Refuse(open, RefusalReason.Full, $"the door has {_door.MaxSessions} sessions and takes no more");
            return;
        }

        // Who knows the path may use the session; Sender proves nothing, so the path must not be guessable.
        string capability = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var opening = new SessionOpening(open, _door.Gate.NextSession());
        var props = open.Hello.Role == VisitorRole.Worker
            ? WorkerSession.Props(_door, opening)
            : ClientSession.Props(_door, opening);
        var session = Context.Watch(Context.ActorOf(props, $"{open.Hello.Id}~{capability}"));
        _sessions[key] = new Living(session, open.Hello.Instance, replaced);

        var address = ((ExtendedActorSystem)Context.System).Provider.DefaultAddress;
        open.Visitor.Tell(
            new Welcome(open.Hello.Number, open.Protocol, session.Path.ToStringWithAddress(address), opening.Number, open.Epoch,
                _door.Lease, _door.Heartbeat, open.Hello.Role == VisitorRole.Worker ? _door.WorkerCredits : _door.ClientCredits)
            {
                ResumeToken = [.. Convert.FromHexString(capability)],
            },
            session);
    }

    private static void Refuse(OpenSession open, RefusalReason reason, string message) => open.Visitor.Tell(
        new Refused(open.Hello.Number, reason, message, TimeSpan.FromSeconds(5), ProtocolVersion.Oldest, ProtocolVersion.Current));

    private void OnTerminated(Terminated gone)
    {
        foreach (var (key, living) in _sessions)
        {
            if (!living.Session.Equals(gone.ActorRef)) continue;
            _sessions.Remove(key);
            return;
        }
    }

    /// <param name="Replaced">The instance whose session this one ended; empty without one.</param>
    private sealed record Living(IActorRef Session, string Instance, string Replaced);

    private static string Key(VisitorRole role, string id) => $"{role} {id}";
}
