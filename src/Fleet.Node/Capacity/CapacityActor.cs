using Akka.Actor;
using Fleet.Node.Session;
using Fleet.Protocol.Actors;

namespace Fleet.Node.Capacity;

/// <summary>Reads what the node has and uses, regularly and when something changed it, and tells the session.</summary>
internal sealed class CapacityActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan UsageEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    // Changes come in bursts; one report says them all.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    private readonly ReportReader _report;
    private readonly CapacityReader _capacity;

    public CapacityActor(ReportReader report, CapacityReader capacity)
    {
        (_report, _capacity) = (report, capacity);
        Receive<ReadUsage>(_ => Context.Parent.Tell(new UsageNow(_capacity.Usage())));
        Receive<ReadReport>(_ => Report());
        Receive<SomethingChanged>(_ => Timers.StartSingleTimer(SomethingChanged.Instance, ReadReport.Instance, Settle));
    }

    public static Props Props(ReportReader report, CapacityReader capacity) => ActorFactory.Props(() => new CapacityActor(report, capacity));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Report();
        Timers.StartPeriodicTimer(ReadUsage.Instance, ReadUsage.Instance, TimeSpan.Zero, UsageEvery);
        Timers.StartPeriodicTimer(ReadReport.Instance, ReadReport.Instance, ReportEvery, ReportEvery);
    }

    private void Report() => Context.Parent.Tell(new ReportIs(_report.Read()));

    private sealed record ReadUsage
    {
        public static readonly ReadUsage Instance = new();
    }

    private sealed record ReadReport
    {
        public static readonly ReadReport Instance = new();
    }
}

/// <summary>An image, a volume or a local container came or went.</summary>
internal sealed record SomethingChanged
{
    public static readonly SomethingChanged Instance = new();
}
