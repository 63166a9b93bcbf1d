using Fleet.Control.Journal.Events;
using Fleet.Lifecycle.Safety;
using Fleet.Lifecycle.Scheduler;
using Fleet.Lifecycle.Tests.World;
using Fleet.Model;
using Google.Protobuf;
using Wire = Fleet.Control.Journal.Events.Wire;

namespace Fleet.Control.Tests.Journal;

/// <summary>Histories of a cluster in which everything dies now and then, written down and read again.</summary>
public sealed class RoundTripTests
{
    private const string Image = "base@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Events_and_snapshots_read_back_from_the_journal_give_the_same_state(int seed)
    {
        var journal = Live(seed).Control.Journal;
        var lived = new SchedulerMachine(new SchedulerOptions());
        var read = new SchedulerMachine(new SchedulerOptions());
        SchedulerMachine? fromSnapshot = null;
        for (int at = 0; at < journal.Count; at++)
        {
            if (at == journal.Count / 2) fromSnapshot = new SchedulerMachine(new SchedulerOptions(), Again(lived.ToSnapshot()));
            var again = Again(journal[at]);
            lived.Replay(journal[at]);
            read.Replay(again);
            fromSnapshot?.Replay(again);
        }
        string expected = SnapshotText.Of(lived.ToSnapshot());
        Assert.Equal(expected, SnapshotText.Of(read.ToSnapshot()));
        Assert.Equal(expected, SnapshotText.Of(fromSnapshot!.ToSnapshot()));
    }

    private static SchedulerEvent Again(SchedulerEvent decided) =>
        Assert.Single(EventMapping.ToModel(Wire.Batch.Parser.ParseFrom(new EventBatch([decided]).ToWire().ToByteArray())).Events);

    private static SchedulerSnapshot Again(SchedulerSnapshot snapshot) => Wire.Snapshot.Parser.ParseFrom(snapshot.ToWire().ToByteArray()).ToModel();

    private static SimWorld Live(int seed)
    {
        var world = new SimWorld(seed, nodes: 4);
        world.Run(2);
        world.SowFaults(60);
        var web = Job.Service("web", Image) with
        {
            Replicas = 6,
            Ports = [new PortRequest("http")],
            Mounts = [new MountSpec(MountType.Volume, "data", "/data")],
            Disconnect = new DisconnectPolicy(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), Replace: true),
        };
        world.Client.Ask(request => new SubmitJob(request, web));
        world.Client.Ask(request => new SubmitJob(request, Job.Batch("sums", Image) with { Replicas = 5, Retries = 1 }));
        world.Run(20);
        world.Client.Ask(request => new SubmitJob(request, web with { Command = ["v2"] }));
        world.Client.Ask(request => new LabelNode(request, "n1", "zone", "a"));
        world.Client.Ask(request => new LabelNode(request, "n1", "zone", null));
        world.Client.Ask(request => new ScaleJob(request, "web", "", 2));
        world.Run(60);
        world.Client.Ask(request => new StopJob(request, "sums"));
        world.Heal();
        world.Run(60);
        return world;
    }
}
