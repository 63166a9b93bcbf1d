using Akka.Actor;
using Akka.Event;
using Fleet.Protocol.Actors;
using Fleet.Protocol.Sessions;

namespace Fleet.Control.Door;

/// <summary>Answers every Hello: with a session where the scheduler lives, else with the way to it.</summary>
internal sealed class DoorActor : ReceiveActor
{
    private const int MaxIdLength = 128;

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    private readonly DoorContext _door;
    private IActorRef _sessions = ActorRefs.Nobody;

    private DoorActor(DoorContext door)
    {
        _door = door;
        Receive<Hello>(OnHello);
        Receive<DeadLetter>(OnDeadLetter);
    }

    public static Props Props(DoorContext door) => ActorFactory.Props(() => new DoorActor(door));

    protected override void PreStart()
    {
        _sessions = Context.ActorOf(SessionsActor.Props(_door), "sessions");
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void OnHello(Hello hello)
    {
        if (!IsId(hello.Id))
            Refuse(hello, RefusalReason.BadId, $"'{hello.Id}' is no id of a visitor: use letters, digits and -._, at most {MaxIdLength}");
        else if (ProtocolVersion.Common(hello.MinProtocol, hello.MaxProtocol) is not { } protocol)
            Refuse(hello, RefusalReason.Protocol, NoCommonProtocol(hello));
        else if (_door.Gate.Epoch is var epoch and not 0)
            _sessions.Tell(new OpenSession(hello, protocol, epoch, Sender));
        else if (_door.OtherDoors() is { IsEmpty: false } doors)
            Sender.Tell(new Redirect(hello.Number, doors));
        else
            Refuse(hello, RefusalReason.NotReady, WhyNotReady(), AskAgain);
    }

    private string WhyNotReady() => _door.Gate.Trouble is { Length: > 0 } trouble ? trouble : "no scheduler has begun yet";

    private static string NoCommonProtocol(Hello hello) =>
        $"this control host speaks protocol {Range(ProtocolVersion.Oldest, ProtocolVersion.Current)} and the visitor "
        + $"{Range(hello.MinProtocol, hello.MaxProtocol)}: update the older of the two";

    private void Refuse(Hello hello, RefusalReason reason, string message, TimeSpan retryAfter = default) =>
        Sender.Tell(new Refused(hello.Number, reason, message, retryAfter, ProtocolVersion.Oldest, ProtocolVersion.Current));

    // A visitor who speaks to a session of an earlier life of this host would otherwise wait for its lease to run out.
    private static void OnDeadLetter(DeadLetter letter)
    {
        if (letter is { Message: Heartbeat, Recipient: { } recipient } && !letter.Sender.IsNobody())
            letter.Sender.Tell(new SessionGone(recipient.Path.Name), ActorRefs.NoSender);
    }

    // '~' parts the id from the capability in a session's name.
    private static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && char.IsAsciiLetterOrDigit(id[0])
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static string Range(int min, int max) => min == max ? $"{min}" : $"{min} to {max}";
}
