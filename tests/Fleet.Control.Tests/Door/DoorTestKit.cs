using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Fleet.Control.Door;
using Fleet.Control.Tests.Support;
using Fleet.Protocol.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Control.Tests.Door;

/// <summary>A door in a local actor system; visitors are probes, and CLOCK_BOOTTIME is the test's.</summary>
public abstract class DoorTestKit : TestKit
{
    private protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _hellos = [];

    protected DoorTestKit()
        : base("akka.loglevel = OFF\nakka.test.single-expect-default = 10s")
    {
        Context = new DoorContext(Gate, new NodeAddresses(), () => OtherDoors)
        {
            Lease = Lease, Heartbeat = TimeSpan.FromSeconds(1), Boot = Boot, Clock = Boot, ClientCredits = 2,
        };
        Door = Sys.ActorOf(DoorActor.Props(Context), "door");
    }

    private protected FakeGate Gate { get; } = new();

    private protected FakeTimeProvider Boot { get; } = new();

    private protected DoorContext Context { get; }

    private protected System.Collections.Immutable.ImmutableArray<string> OtherDoors { get; set; } = [];

    protected IActorRef Door { get; }

    private protected (TestProbe Visitor, IActorRef Session, Welcome Welcome) Enter(VisitorRole role, string id)
    {
        var visitor = CreateTestProbe();
        long number = _hellos[id] = _hellos.GetValueOrDefault(id) + 1;
        Door.Tell(new Hello(number, role, id, "i", ProtocolVersion.Oldest, ProtocolVersion.Current), visitor);
        var welcome = visitor.ExpectMsg<Welcome>();
        Assert.Equal(number, welcome.HelloNumber);
        return (visitor, visitor.LastSender, welcome);
    }
}
