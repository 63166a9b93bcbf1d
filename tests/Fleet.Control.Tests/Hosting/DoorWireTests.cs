using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Fleet.Control.Hosting;
using Fleet.Control.Tests.Support;
using Fleet.Protocol.Serialization;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Visiting;

namespace Fleet.Control.Tests.Hosting;

/// <summary>What strangers do to the door over the wire.</summary>
public sealed class DoorWireTests : IAsyncLifetime
{
    private readonly StateFolder _state = new();
    private ControlHost _host = null!;
    private ActorSystem _stranger = null!;
    private IActorRef _door = null!;

    public async Task InitializeAsync()
    {
        _host = await ControlHost.StartAsync(new ControlSettings
        {
            NodeName = "n1",
            ClusterAddress = new HostPort("127.0.0.1", 0),
            DoorAddress = new HostPort("127.0.0.1", 0),
            StateFolder = _state.Path,
            LogLevel = "OFF",
        });
        await _host.Ready;
        // Everything that Akka brings may be sent from here, and rubbish under Fleet's own number.
        _stranger = ActorSystem.Create("stranger", ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = remote
              actor.serializers.fleet = "{{Name<RubbishSerializer>()}}"
              actor.serialization-bindings { "{{Name<IFleetMessage>()}}" = fleet, "{{Name<Rubbish>()}}" = fleet }
              remote.dot-netty.tcp { hostname = "127.0.0.1", public-hostname = "stranger.invalid", port = 0 }
            }
            """));
        _door = ((ExtendedActorSystem)_stranger).Provider.ResolveActorRef(DoorPath.Of(_host.DoorAddress));
    }

    public async Task DisposeAsync()
    {
        await _stranger.Terminate();
        await _host.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task Foreign_messages_are_refused_and_the_next_hello_of_the_same_system_is_welcomed()
    {
        foreach (object foreign in (object[])["a string", new byte[] { 1 }, new Uninvited(42), PoisonPill.Instance, Kill.Instance, new Identify(1)])
        {
            _door.Tell(foreign);
            await HelloAsync();
        }
        Assert.True(_host.Epoch > 0);
    }

    [Theory]
    [InlineData("hello/1", "ff")]           // no protobuf
    [InlineData("hello/1", "")]             // all fields absent
    [InlineData("hello/99", "")]            // unknown version
    [InlineData("request/1", "0a0172")]     // no command
    [InlineData("assign/1", "2a00")]
    [InlineData("", "")]
    public async Task Rubbish_under_our_own_serializer_harms_nobody(string manifest, string hex)
    {
        _door.Tell(new Rubbish(manifest, hex));
        await HelloAsync();
    }

    [Fact]
    public async Task The_door_dials_no_address_that_a_sender_claims_to_have()
    {
        using var victim = new TcpListener(IPAddress.Loopback, 0);
        victim.Start();
        int port = ((IPEndPoint)victim.LocalEndpoint).Port;
        var forged = ((ExtendedActorSystem)_stranger).Provider.ResolveActorRef($"akka.tcp://victim@127.0.0.1:{port}/user/someone");
        var hello = new Hello(1, VisitorRole.Client, "forged", "i", ProtocolVersion.Oldest, ProtocolVersion.Current);
        for (int i = 0; i < 5; i++) _door.Tell(hello, forged);
        await HelloAsync();     // by now the door has answered the forged ones
        Assert.False(victim.Pending());
    }

    private static string Name<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";

    private async Task HelloAsync()
    {
        var answer = await _door.Ask<Welcome>(
            new Hello(1, VisitorRole.Client, "honest", "i", ProtocolVersion.Oldest, ProtocolVersion.Current), TimeSpan.FromSeconds(10));
        Assert.Equal(1, answer.HelloNumber);
    }

    private sealed record Uninvited(int Number);

    private sealed record Rubbish(string Manifest, string Hex);

    /// <summary>Speaks Fleet's protocol, and lies under its number when told to.</summary>
    private sealed class RubbishSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => FleetSerializer.WireIdentifier;

        public override string Manifest(object o) => o is Rubbish rubbish ? rubbish.Manifest : FleetCodecs.Of(o).Manifest;

        public override byte[] ToBinary(object obj) =>
            obj is Rubbish rubbish ? Convert.FromHexString(rubbish.Hex) : FleetCodecs.Write(obj);

        public override object FromBinary(byte[] bytes, string manifest) => FleetCodecs.Read(manifest, bytes);
    }
}
