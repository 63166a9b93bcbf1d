using System.Collections.Immutable;
using Fleet.Lifecycle.Scheduler;
using Fleet.Model;

namespace Fleet.Control.Tests.Journal;

/// <summary>One of every event and a snapshot, with every field set to something that is not its default.</summary>
internal static class EventSamples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, 7, TimeSpan.Zero);

    private static readonly AllocationFact Fact = new()
    {
        Id = new AllocationId(5), Phase = Phase.Exited, Pid = 9, StartedAt = Noon, FinishedAt = Noon.AddSeconds(1), ExitCode = 3,
        OomKilled = true, Message = "m", Result = [1, 2],
    };

    private static readonly ImmutableArray<AssignedPort> Ports = [new AssignedPort("http", 20001, PortProtocol.Udp)];

    private static JobVersion Version => new("sha256:cd", 2, Job.Service("web", "app@sha256:ab") with
    {
        Replicas = 2, Container = new ContainerSpec { Image = "app@sha256:ab", LogMaxBytes = 16 << 20, LogMaxFiles = 4 },
    });

    public static readonly ImmutableArray<SchedulerEvent> All =
    [
        new IncarnationStarted(3, Noon),
        new JobAccepted(Version, Noon),
        new JobScaled("web", "app", 4, Noon),
        new JobStopped("web", Noon),
        new JobCollected("web", Noon),
        new RecordsCollected("web", Noon),
        new AllocationsPlaced("web", "app", 2,
            [
                new Placement(new AllocationId(5), 0, 1, "n1", Ports, "best fit"),
                new Placement(new AllocationId(6), 1, 2, "n2", [], "best fit"),
                new Placement(new AllocationId(7), 2, 1, "n1", [], "spread"),
            ], Noon),
        new AllocationsPlaced("db", "app", 1, [new Placement(new AllocationId(8), 0, 1, "n1", default, "best fit")], Noon),
        new AllocationsStopping("web", "app", [new AllocationId(5), new AllocationId(6)], StopCause.Updated, Noon),
        new AllocationUp(new AllocationId(5), Noon.AddSeconds(-1), Noon),
        new AllocationEnded(Fact, Outcome.Again, Noon.AddSeconds(2), 3, Noon),
        new GroupPending("web", "app", 2, "no node", Noon),
        new NodeChanged("n1", NodeState.Disconnected, ["data"], "its lease ran out", Noon),
        new AllocationsLost([new AllocationId(5)], "n1 is lost", Noon),
        new NodeLabelled("n1", "zone", "a", Noon),
        new NodeLabelled("n1", "zone", null, Noon),
        new RequestRemembered(new RequestKey("c1", "r1"), new Answer(AnswerStatus.Rejected, "no")
        {
            Errors = [new FieldError("name", "bad")], RetryAfter = TimeSpan.FromSeconds(1), Version = Version, Sequence = 9,
        }, Noon),
    ];

    public static SchedulerSnapshot Snapshot => new()
    {
        Epoch = 3,
        LastSerial = 8,
        Sequence = 40,
        Jobs =
        [
            new JobSnapshot([Version], true, Noon, Noon.AddDays(1), JobState.Stopped,
                [
                    new GroupSnapshot("app", Version.Spec.Groups[0], 2, 2, true,
                        [
                            new ReplicaSnapshot(1, ReplicaState.Failed, 2, 1, 3, Noon,
                                [
                                    new AllocationSnapshot(new AllocationId(5), 1, "n1", 2, new Resources(1, 2, 3), Ports, "best fit",
                                        StopCause.ScaledDown, true, Noon, Noon, Noon, Fact, Outcome.Failed),
                                    new AllocationSnapshot(new AllocationId(6), 2, "n1", 2, default, default, "",
                                        StopCause.None, false, Noon, null, null, null, Outcome.Stopped),
                                ]),
                        ]),
                ]),
            new JobSnapshot([Version], false, Noon, null, JobState.Running, []),
        ],
        Nodes =
        [
            new NodeSnapshot("n1", NodeState.Disconnected, ["data"], Noon, "gone",
                ImmutableSortedDictionary<string, string>.Empty.Add("zone", "a")),
        ],
        Requests = [new RequestRemembered(new RequestKey("c1", "r1"), Answer.Done("ok"), Noon)],
        Events =
        [
            new JobEvent { Sequence = 40, Time = Noon, Type = JobEventType.JobUp, Job = "web" },
        ],
    };
}
