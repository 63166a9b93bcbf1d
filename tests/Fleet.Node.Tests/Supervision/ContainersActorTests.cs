using Akka.Actor;
using Akka.TestKit.Xunit2;
using Fleet.Lifecycle.Containers;
using Fleet.Model;
using Fleet.Node.Allocations;
using Fleet.Node.Engine;
using Fleet.Node.Events;
using Fleet.Node.ImageSupply;
using Fleet.Node.Recipe;
using Fleet.Node.Records;

namespace Fleet.Node.Tests.Supervision;

public sealed class ContainersActorTests : TestKit
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-node-tree-").FullName;
    private readonly ContainerTable _table = new();
    private readonly RecordStore _records;
    private readonly Akka.TestKit.TestProbe _images;

    public ContainersActorTests() : base("akka.loglevel = OFF")
    {
        _records = new RecordStore(_folder);
        _images = CreateTestProbe("images");
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_actor_that_fails_is_started_again_and_adopts_what_it_finds()
    {
        var work = new FakeWork { FailingAdoptions = 2 };
        var record = Known(A.Record() with { Run = 1 });
        Tree(work).Tell(new Adopt(record));
        var adopted = FishForMessage<ContainerAdopted>(_ => true, TimeSpan.FromSeconds(20));
        Assert.Equal((Phase.Exited, 3), (adopted.Fact.Phase, adopted.Fact.ExitCode));
        Assert.Equal(3, work.Adoptions);
    }

    [Fact]
    public void One_that_fails_over_and_over_is_given_up_and_reported_with_the_reason()
    {
        var record = Known(A.Task());
        Tree(new FakeWork { FailingAdoptions = int.MaxValue }).Tell(new Adopt(record));
        var changed = FishForMessage<ContainerChanged>(_ => true, TimeSpan.FromSeconds(20));
        Assert.Equal(Phase.Exited, changed.Fact.Phase);
        Assert.Null(changed.Fact.ExitCode);
        Assert.Contains("the disk does not answer", changed.Fact.Message, StringComparison.Ordinal);
        Assert.Equal(Phase.Exited, _table.Get(record.Id)!.Status.Phase);
    }

    [Fact]
    public void Who_asks_for_one_that_was_given_up_has_it_tried_again()
    {
        var work = new FakeWork { FailingAdoptions = 6 };
        var record = Known(A.Record() with { Run = 1 });
        var tree = Tree(work);
        tree.Tell(new Adopt(record));
        FishForMessage<ContainerChanged>(changed => changed.Fact.Message.Length > 0, TimeSpan.FromSeconds(20));
        tree.Tell(new AwaitEnd(record.Id));
        Assert.Equal(3, FishForMessage<ContainerExit>(_ => true, TimeSpan.FromSeconds(20)).ExitCode);
    }

    [Fact]
    public void What_failed_to_be_made_tells_its_maker_why()
    {
        var record = Known(A.Record());
        var tree = Tree(new FakeWork { Adopted = new ContainerStatus(), CreateError = () => new Fleet.Containers.ContainerStartException(125, "no user nobody") });
        tree.Tell(new BeginLocal(record, CreateRequest.None));
        tree.Tell(new AwaitCreated(record.Id));
        _images.ExpectMsg<WantImage>();
        _images.Reply(new ImageHere("base", A.Image()));
        var failure = (EngineException)FishForMessage<Status.Failure>(_ => true, TimeSpan.FromSeconds(20)).Cause;
        Assert.Equal((EngineError.StartFailed, 125, "no user nobody"), (failure.Code, failure.ExitCode, failure.Message));
    }

    [Fact]
    public void A_removal_waits_for_what_is_still_being_made()
    {
        var making = new TaskCompletionSource();
        var work = new FakeWork { Adopted = new ContainerStatus(), Preparing = () => making.Task };
        var record = Known(A.Record());
        var tree = Tree(work);
        tree.Tell(new BeginLocal(record, CreateRequest.None));
        _images.ExpectMsg<WantImage>();
        _images.Reply(new ImageHere("base", A.Image()));
        tree.Tell(new RemoveIt(record.Id, Force: true));
        _images.ExpectMsg<UnwantImage>();
        Assert.Equal(0, work.Deletions);

        making.SetResult();
        FishForMessage<ContainerGone>(_ => true, TimeSpan.FromSeconds(20));
        Assert.Equal(1, work.Deletions);
        Assert.Null(_table.Get(record.Id));
        Assert.Null(_records.Load(record.Id));
    }

    [Fact]
    public void A_container_that_its_agent_died_over_before_it_was_made_is_swept()
    {
        var record = Known(A.Record());
        Tree(new FakeWork { Adopted = new ContainerStatus() }).Tell(new Adopt(record));
        FishForMessage<ContainerGone>(_ => true, TimeSpan.FromSeconds(20));
        Assert.Null(_records.Load(record.Id));
    }

    [Fact]
    public void Who_asks_for_a_container_that_is_not_there_is_told()
    {
        Tree(new FakeWork()).Tell(new StartIt(new AllocationId(99)));
        Assert.Equal(EngineError.NotFound, ((EngineException)ExpectMsg<Status.Failure>().Cause).Code);
    }

    private IActorRef Tree(FakeWork work)
    {
        var context = new ContainerContext(work, _records, _table, new EventLog(TimeProvider.System), _images, TimeProvider.System, "n1");
        return ActorOfAsTestActorRef<Relay>(Props.Create(() => new Relay(ContainersActor.Props(context), TestActor))).UnderlyingActor.Child;
    }

    private AllocationRecord Known(AllocationRecord record)
    {
        _table.Add(record, new UserRanges());
        _records.Save(record);
        return record;
    }

    /// <summary>Stands where the node's actor does: its child's words go to the test.</summary>
    private sealed class Relay : ReceiveActor
    {
        public Relay(Props child, IActorRef to)
        {
            Child = Context.ActorOf(child, "containers");
            ReceiveAny(message => to.Forward(message));
        }

        public IActorRef Child { get; }
    }
}
