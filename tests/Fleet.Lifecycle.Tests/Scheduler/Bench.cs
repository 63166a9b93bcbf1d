using System.Collections.Immutable;
using Fleet.Lifecycle.Safety;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

/// <summary>
/// A scheduler under test with nodes that do at once what they are told. After every step the invariants are asked, and
/// the journal is watched.
/// </summary>
internal sealed class Bench
{
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly SchedulerOptions _options;
    private readonly Dictionary<string, BenchNode> _nodes = [];
    private long _session;
    private int _request;

    public Bench(SchedulerOptions? options = null)
    {
        _options = options ?? new SchedulerOptions();
        Machine = new SchedulerMachine(_options);
        Step(new Begin());
    }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SchedulerMachine Machine { get; private set; }

    public List<SchedulerEvent> Journal { get; } = [];

    public List<SchedulerOutput> LastOutputs { get; private set; } = [];

    /// <summary>Every answer so far.</summary>
    public List<Reply> Replies { get; } = [];

    public EventHistory History { get; } = new();

    public Turn Step(params SchedulerInput[] inputs)
    {
        var turn = Machine.Step(inputs, Now);
        foreach (var decided in turn.Events)
        {
            Journal.Add(decided);
            Assert.Null(History.Observe(decided));
        }
        LastOutputs = [.. turn.Outputs];
        Replies.AddRange(turn.Outputs.OfType<Reply>());
        foreach (var sent in turn.Outputs.OfType<SendAssignments>()) _nodes[sent.Node].Take(sent.Set);
        Assert.Null(Invariants.Violation(Machine));
        Assert.Null(History.NoAcceptedJobIsLost(Machine));
        return turn;
    }

    /// <summary>Lets time pass in the steps in which the scheduler wants to be woken.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (Now < until)
        {
            Now = Machine.NextWake < until ? Machine.NextWake : until;
            foreach (var node in _nodes.Values.Where(node => node.Session != 0))
                Step(new NodeHeard(node.Report.Name, node.Session, null, node.Number));
            Step(Tick.Instance);
        }
    }

    /// <summary>A long time at once.</summary>
    public void Jump(TimeSpan time)
    {
        Now += time;
        Step(Tick.Instance);
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>The control host's agent is killed and started again: what was persisted is all there is.</summary>
    public void Restart()
    {
        string before = SnapshotText.Of(Machine.ToSnapshot());
        var fromSnapshot = new SchedulerMachine(_options, Machine.ToSnapshot());
        Machine = new SchedulerMachine(_options);
        foreach (var decided in Journal) Machine.Replay(decided);
        Assert.Equal(before, SnapshotText.Of(Machine.ToSnapshot()));
        Assert.Equal(before, SnapshotText.Of(fromSnapshot.ToSnapshot()));
        foreach (var node in _nodes.Values) node.Session = 0;
        Step(new Begin());
    }

    // Nodes

    public BenchNode Join(string name, long memory = 4L << 30, long milliCpu = 4000, Func<NodeReport, NodeReport>? with = null)
    {
        var report = new NodeReport
        {
            Name = name, Roles = ["worker"], Architecture = "x86_64", Kernel = "6.1", CgroupVersion = 2, BootId = "b1", HttpAddress = $"{name}:7000",
            Capacity = new Resources(milliCpu, memory, 10_000), Allocatable = new Resources(milliCpu, memory, 10_000),
            Images = [new NodeImage(Digest, ["base:latest"], Now)],
        };
        _nodes[name] = new BenchNode(with?.Invoke(report) ?? report);
        Open(name);
        return _nodes[name];
    }

    public BenchNode Node(string name) => _nodes[name];

    public Turn Open(string name)
    {
        var node = _nodes[name];
        node.Session = ++_session;
        node.Number = 0;
        return Step(new SessionOpened(name, node.Session, node.Report, [.. node.Facts.Values], 1));
    }

    public void Cut(string name)
    {
        long session = _nodes[name].Session;
        _nodes[name].Session = 0;
        Step(new SessionLost(name, session, Now));
    }

    public void Report(string name, Func<NodeReport, NodeReport> change)
    {
        var node = _nodes[name];
        node.Report = change(node.Report);
        Step(new NodeReportChanged(name, node.Session, node.Report));
    }

    // What happens to allocations

    /// <summary>Everything that was assigned starts, everything that was told to stop ends; until there is nothing left to do.</summary>
    public void Settle()
    {
        for (int round = 0; round < 50; round++)
        {
            var facts = _nodes.Values.Where(node => node.Session != 0).Select(node => (node, node.Obey(Now))).Where(one => one.Item2.Length > 0).ToList();
            if (facts.Count == 0) return;
            foreach (var (node, batch) in facts) Tell(node, batch);
        }
        Assert.Fail("it does not settle");
    }

    /// <summary>The live allocation of a replica ends by itself.</summary>
    public void Exit(string replica, int? code, string result = "")
    {
        var view = Live(replica);
        var node = _nodes[view.Node];
        var fact = node.Facts[view.Assignment.Id] with
        {
            Phase = Phase.Exited, ExitCode = code, FinishedAt = Now, Result = [.. System.Text.Encoding.UTF8.GetBytes(result)],
        };
        node.Facts[fact.Id] = fact;
        if (node.Session != 0) Tell(node, [fact]);
    }

    public void Tell(BenchNode node, ImmutableArray<AllocationFact> facts) =>
        Step(new FactsArrived(node.Report.Name, new FactBatch { Session = node.Session, Number = ++node.FactNumber, Completes = true, Facts = facts }));

    // Commands

    public RequestKey NextRequest() => new("test", $"r{++_request}");

    public Answer Submit(Job job) => Ask(new SubmitJob(NextRequest(), job));

    public Answer Ask(Command command)
    {
        Step(command);
        return Assert.Single(LastOutputs.OfType<Reply>(), reply => reply.Request == command.Request).Answer;
    }

    public Answer Stop(string job) => Ask(new StopJob(NextRequest(), job));

    public Answer Scale(string job, int replicas, string group = "") => Ask(new ScaleJob(NextRequest(), job, group, replicas));

    public Answer Label(string node, string key, string? value) => Ask(new LabelNode(NextRequest(), node, key, value));

    // Views

    public AllocationView Live(string replica) =>
        Machine.Allocations(replica.Split('.')[0]).Single(view => view.Assignment.Name == replica && view.Node.Length > 0 && view.Fact.Phase < Phase.Exited);

    public IEnumerable<AllocationView> Views(string job) => Machine.Allocations(job);

    public GroupView Group(string job, string? group = null) => Machine.Job(job)!.Groups.Single(one => one.Name == (group ?? job));

    public JobState State(string job) => Machine.Job(job)!.State;

    /// <summary>JOB.GROUP.INDEX@NODE of all that is live.</summary>
    public string Where(string job) => string.Join(' ', Views(job)
        .Where(view => view.Node.Length > 0 && view.Fact.Phase < Phase.Exited).Select(view => $"{view.Assignment.Index}@{view.Node}"));

    public int Starts => _nodes.Values.Sum(node => node.Starts);
}
