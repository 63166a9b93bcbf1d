using CsCheck;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Scheduler;

/// <summary>Whatever users, nodes and tasks do, in whatever order: Bench asks the invariants after every step.</summary>
public sealed class RandomWalkTests
{
    private const string Image = $"base@{Bench.Digest}";

    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly string[] Nodes = ["n1", "n2", "n3"];

    private static readonly Gen<Job> GenJob =
        from name in OneOf(Names)
        from batch in Gen.Bool
        from replicas in Gen.Int[0, 6]
        from memory in OneOf(64L << 20, 700L << 20, 1500L << 20)
        from shape in Gen.Int[0, 7]
        from command in OneOf("", "x")
        select (batch ? Job.Batch(name, Image) : Job.Service(name, Image)) with
        {
            Replicas = replicas,
            Retries = 2,
            Reserved = new Resources(0, memory, 0),
            Command = command.Length > 0 ? [command] : [],
            Ports = shape == 1 ? [new PortRequest("p")] : shape == 2 ? [new PortRequest("p", 6900)] : [],
            Mounts = shape is 3 or 4 ? [new MountSpec(MountType.Volume, "data", "/data")] : [],
            Constraints = shape == 5 ? [new Constraint("node.labels.zone", ConstraintOperator.Equal, "a")] : [],
            Disconnect = DisconnectPolicy.Default with { Replace = shape != 6 },
            Restart = shape == 7 ? RestartPolicy.Never : RestartPolicy.Default,
        };

    private static readonly Gen<Action<Bench>> GenStep = Gen.Frequency(
        (4, GenJob.Select<Job, Action<Bench>>(job => bench => bench.Submit(job))),
        (2, Gen.Select(OneOf(Names), Gen.Int[0, 6]).Select<(string, int), Action<Bench>>(scale => bench => bench.Scale(scale.Item1, scale.Item2))),
        (1, OneOf(Names).Select<string, Action<Bench>>(job => bench => bench.Stop(job))),
        (2, Gen.Select(OneOf(Nodes), OneOf<string?>("a", "b", null)).Select<(string, string?), Action<Bench>>(label => bench => bench.Label(label.Item1, "zone", label.Item2))),
        (3, OneOf(Nodes).Select<string, Action<Bench>>(node => bench => CutOrOpen(bench, node))),
        (2, Gen.Select(OneOf(Nodes), Gen.Long[0, 2]).Select<(string, long), Action<Bench>>(use => bench => UseLocally(bench, use.Item1, use.Item2 << 30))),
        (5, Gen.Select(Gen.Int[0, 100], OneOf<int?>(0, 1, null)).Select<(int, int?), Action<Bench>>(exit => bench => ExitOne(bench, exit.Item1, exit.Item2))),
        (4, OneOf(0.05, 1, 20, 40).Select<double, Action<Bench>>(seconds => bench => bench.Pass(seconds))),
        (6, Gen.Const<Action<Bench>>(bench => bench.Settle())),
        (1, Gen.Const<Action<Bench>>(bench => bench.Restart())),
        (1, Gen.Const<Action<Bench>>(bench => bench.Step(new CollectRecords()))));

    [Fact]
    public void The_invariants_hold_on_every_way() => GenStep.Array[1, 60].Sample(steps =>
    {
        var bench = new Bench();
        foreach (string node in Nodes) bench.Join(node, memory: 4L << 30);
        foreach (var step in steps) step(bench);
        bench.Restart();
        foreach (string node in Nodes) bench.Open(node);
        bench.Pass(70);
        bench.Settle();
    }, iter: 100);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static void CutOrOpen(Bench bench, string node)
    {
        if (bench.Node(node).Session != 0) bench.Cut(node);
        else bench.Open(node);
    }

    // Never more than the node has left: local users are refused then.
    private static void UseLocally(Bench bench, string node, long bytes)
    {
        if (bench.Node(node).Session == 0) return;
        var free = bench.Machine.State.Table.Free(bench.Machine.State.Table.RowOf(node)) + bench.Node(node).Report.LocallyUsed;
        if (free.MemoryBytes >= bytes) bench.Report(node, report => report with { LocallyUsed = new Resources(0, bytes, 0) });
    }

    private static void ExitOne(Bench bench, int which, int? code)
    {
        var running = Names.SelectMany(job => bench.Views(job)).Where(view => view.Fact.Phase == Phase.Running && bench.Node(view.Node).Facts.ContainsKey(view.Assignment.Id)).ToList();
        if (running.Count > 0) bench.Exit(running[which % running.Count].Assignment.Name, code);
    }
}
