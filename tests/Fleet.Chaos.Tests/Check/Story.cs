using Fleet.Chaos.Check;
using Fleet.Chaos.History;
using Fleet.Chaos.Plan;
using Fleet.Model;

namespace Fleet.Chaos.Tests.Check;

/// <summary>Writes histories: each word adds to one, at the second it says.</summary>
internal sealed class Story
{
    private readonly List<Happening> _history = [];
    private int _number;

    /// <summary>A story in which nothing is wrong: a service and a batch job, a host that dies and comes back.</summary>
    public static Story Good() => new Story()
        .Submit(1, "web", replicas: 2).Ran(2, 100, "a1", "web.web.0", "n1").Ran(2, 20, "a2", "web.web.1", "n2")
        .Submit(3, "sum", TaskType.Batch).Ran(4, 6, "b1", "sum.sum.0", "n1", done: true)
        .Agent(5, "n1", 101, epoch: 1).Agent(5, "n2", 102)
        .Fault(1, 20, 25, FaultKind.HostKill, "n2").Agent(24, "n2", 0).Agent(27, "n2", 103)
        .Ran(28, 100, "a3", "web.web.1", "n3").Converged(1, after: 4)
        .Quiet(40, ("web", TaskType.Service, JobState.Running, 2), ("sum", TaskType.Batch, JobState.Complete, 1))
        .Agent(100, "n1", 101, epoch: 1);

    public Story Submit(double at, string job, TaskType type = TaskType.Service, int replicas = 1, bool careful = false) =>
        Call(at, CallKind.Submit, job, replicas, type, careful);

    public Story Scale(double at, string job, int replicas) => Call(at, CallKind.Scale, job, replicas);

    public Story Stop(double at, string job) => Call(at, CallKind.Stop, job, 0);

    /// <param name="outcome">Null: never answered.</param>
    public Story Call(
        double at, CallKind kind, string job, int replicas, TaskType type = TaskType.Service, bool careful = false, CallOutcome? outcome = CallOutcome.Accepted)
    {
        Add(new CallBegan(Ms(at), "c1", ++_number, kind, job, $"r{_number}", type, replicas, careful));
        return outcome is { } said ? Add(new CallEnded(Ms(at + 0.1), "c1", _number, said, "")) : this;
    }

    public Story ClientDies(double at) => Add(new ClientDied(Ms(at), "c1"));

    public Story Ran(double from, double until, string allocation, string name, string node, bool done = false, int starts = 1) =>
        Add(new TaskRan(Ms(from), Ms(until), allocation, name, 1, node, starts, done, Stopped: false));

    public Story Fault(int round, double from, double until, FaultKind kind, string on) =>
        Add(new FaultBegan(Ms(from), round, kind, FaultTarget.Other, on)).Add(new FaultEnded(Ms(until), round, kind, FaultTarget.Other, on));

    public Story ShimDies(double at, string node, string allocation) => Add(new ShimKilled(Ms(at), node, allocation));

    public Story Converged(int round, double after, string missing = "") => Add(new Converged(0, round, Ms(after), missing));

    public Story Agent(double at, string node, int pid, long epoch = 0) => Add(new NodeSeen(Ms(at), node, pid, epoch, []));

    public Story Quiet(double at, params (string Name, TaskType Type, JobState State, int Wanted)[] jobs) => Add(new ClusterSeen(
        Ms(at), true, [.. jobs.Select(job => new SeenJob(job.Name, job.Type, job.State, 1, job.Wanted, 0, 0, 0, 0))], [], []));

    public Story Shown(double at, string allocation, string name, string node, int exitCode) => Add(new ClusterSeen(
        Ms(at), false, [], [], [new SeenAllocation(allocation, name, node, 1, 1, Phase.Exited, exitCode)]));

    /// <summary>Names of the rules that it breaks.</summary>
    public IEnumerable<string> Breaks() => Rules.Check(_history).Where(rule => rule.Broken.Count > 0).Select(rule => rule.Name);

    private Story Add(Happening happening)
    {
        _history.Add(happening);
        return this;
    }

    private static long Ms(double seconds) => (long)(seconds * 1000);
}
