using CsCheck;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.World;

public sealed class WorldTests
{
    private const string Image = "base@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly Job Web = Job.Service("web", Image) with
    {
        Replicas = 6, Ports = [new PortRequest("http")], Reserved = new Resources(500, 256L << 20, 10),
        Disconnect = DisconnectPolicy.Default with { LostAfter = TimeSpan.FromSeconds(15) },
    };

    private static readonly Job Sums = Job.Batch("sums", Image) with { Replicas = 12, Retries = 500, Reserved = new Resources(300, 64L << 20, 10) };

    private static readonly Job Fixed = Job.Service("fixed", Image) with { Ports = [new PortRequest("p", 6900)], Replicas = 2, Disconnect = DisconnectPolicy.Default with { Replace = false } };

    /// <summary>Faults for two minutes while a user works; then peace for six, and everything is as it was asked for.</summary>
    private static SimWorld Live(int seed)
    {
        var world = new SimWorld(seed, nodes: 4);
        world.Run(2);
        world.SowFaults(120);
        foreach (var job in new[] { Web, Sums, Fixed }) world.Client.Ask(request => new SubmitJob(request, job));
        world.Run(20);
        world.Client.Ask(request => new ScaleJob(request, "web", "", 9));
        world.Run(15);
        world.Client.Ask(request => new SubmitJob(request, Web with { Replicas = 8, Command = ["v2"] }));
        world.Client.Ask(request => new SubmitJob(request, Job.Service("gone", Image) with { Replicas = 3 }));
        world.Run(25);
        world.Client.Ask(request => new StopJob(request, "gone"));
        world.Client.Ask(request => new ScaleJob(request, "web", "", 5));
        world.Client.Ask(request => new SubmitJob(request, Fixed with { Command = ["v2"] }));
        world.Run(60);
        world.Heal();
        world.Run(360);
        return world;
    }

    private static void IsAsAskedFor(SimWorld world)
    {
        Assert.True(world.Client.IsIdle);
        Assert.All(world.Client.Answers, answer => Assert.Equal(AnswerStatus.Ok, answer.Status));
        var machine = world.Control.Machine!;
        Assert.Equal(
            ["fixed Running 2", "gone Stopped 0", "sums Complete 12", "web Running 5"],
            machine.Jobs().Select(job => $"{job.Name} {job.State} {job.Groups[0].Running + job.Groups[0].Complete}"));

        // What runs is what the scheduler thinks runs, each once.
        foreach (var node in world.Nodes)
        {
            var thought = machine.Jobs().SelectMany(job => machine.Allocations(job.Name))
                .Where(view => view.Node == node.Name && view.Fact.Phase == Phase.Running).Select(view => view.Assignment.Id).Order();
            Assert.Equal(thought, node.Running.Select(container => container.Assignment.Id).Order());
        }
        Assert.Equal(7, world.Nodes.Sum(node => node.Running.Count()));
        Assert.All(world.Nodes.SelectMany(node => node.Running), container => Assert.Equal("v2", container.Version.Spec.Command.Single()));
        Assert.Equal(12, machine.Allocations("sums").Count(view => view.Fact.Result.AsSpan().SequenceEqual(new byte[] { 42 })));
        world.Control.CheckReplay();
    }

    [Fact]
    public void In_a_quiet_world_everything_runs_once()
    {
        var world = new SimWorld(1, nodes: 3);
        world.Run(2);
        foreach (var job in new[] { Web, Sums }) world.Client.Ask(request => new SubmitJob(request, job));
        world.Run(120);
        Assert.Equal(18, world.Started.Count);
        Assert.Equal([JobState.Complete, JobState.Running], world.Control.Machine!.Jobs().Select(job => job.State));
    }

    [Fact]
    public void Whatever_dies_or_gets_lost_it_comes_to_be_as_asked_for() =>
        Gen.Int[1, 1_000_000].Sample(seed => IsAsAskedFor(Live(seed)), iter: 40, threads: 1);

    [Fact]
    public void A_seed_replays_exactly()
    {
        var first = Live(4711);
        var second = Live(4711);
        Assert.Equal(first.Control.Journal.Select(decided => decided.ToString()), second.Control.Journal.Select(decided => decided.ToString()));
        Assert.Equal(first.Messages, second.Messages);
        Assert.True(first.Control.Restarts > 0);
    }

    [Fact]
    public void Killing_the_control_host_touches_no_container()
    {
        var world = new SimWorld(7, nodes: 3);
        world.Run(2);
        world.Client.Ask(request => new SubmitJob(request, Web));
        world.Run(10);
        var before = world.Started.Keys.ToList();
        for (int kill = 0; kill < 5; kill++)
        {
            world.Control.Kill(3);
            world.Run(20);
        }
        Assert.Equal(before, world.Started.Keys);
        Assert.Equal(6, world.Nodes.Sum(node => node.Running.Count()));
        Assert.Equal(6, world.Control.Machine!.Epoch);
    }

    [Fact]
    public void An_agent_that_dies_touches_no_container_and_its_end_is_learnt_afterwards()
    {
        var world = new SimWorld(8, nodes: 1);
        world.Run(2);
        world.Client.Ask(request => new SubmitJob(request, Sums));
        world.Run(3);
        world.Nodes[0].KillAgent(25);
        world.Run(60);
        Assert.Equal(12, world.Started.Count);
        Assert.Equal(JobState.Complete, world.Control.Machine!.Job("sums")!.State);
    }
}
