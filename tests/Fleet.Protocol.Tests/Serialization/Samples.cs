using System.Collections.Immutable;
using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;
using Fleet.Protocol.Workers;

namespace Fleet.Protocol.Tests.Serialization;

/// <summary>One of every message, with every field set to something that is not its default.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, 7, TimeSpan.Zero);
    private static readonly AllocationId Id = new(77);

    public static readonly ImmutableArray<IFleetMessage> All =
    [
        new Hello(3, VisitorRole.Client, "c1", "i1", 1, 2) { LastNumber = 9, ResumeToken = [1, 2] },
        new Redirect(3, ["10.0.0.1:7421", "10.0.0.2:7421"]),
        new Refused(3, RefusalReason.Full, "full", TimeSpan.FromSeconds(2), 1, 1),
        new Welcome(3, 1, "akka.tcp://door@h:1/user/door/sessions/c1~ff", 12, 4, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), 64)
        {
            ResumeToken = [3, 4],
        },
        new Heartbeat(5, Usage, 8),
        new HeartbeatAck(5, 4),
        new SessionGone("c1~ff"),
        new Goodbye("SIGTERM"),
        new Part(1, 0, 2, "reply/1", new byte[] { 7, 8 }),
        new ReportNode(2, Report),
        new ReportAck(2),
        new Assign(Set),
        new AssignmentAck(12, 6),
        new WholeWanted(12),
        new Facts(new FactBatch { Session = 12, Number = 3, Whole = true, Completes = true, Facts = [Fact] }),
        new FactsAck(12, 3),
        new ResolveImage(1, "redis:7"),
        new ImageResolved(1, "sha256:ab", "no"),
        new FindImage(2, "sha256:ab"),
        new ImageHolders(2, "sha256:ab", [new ImageHolder("n2", "10.0.0.2:7423", "t")]),
        new Request("r1", new SubmitJob(Job)),
        new Reply("r1", new Answer(AnswerStatus.Rejected, "two faults")
        {
            Errors = [new FieldError("services.web.image", "missing")],
            RetryAfter = TimeSpan.FromSeconds(1),
            Version = Version,
            Sequence = 40,
        }),
        new ListJobs(1),
        new JobList(1, [JobView]),
        new InspectJob(2, "web"),
        new JobDetails(2, JobView, [Version], [AllocationView]),
        new ListAllocations(3, "web"),
        new AllocationList(3, [AllocationView]),
        new ListNodes(4),
        new NodeList(4, [NodeView]),
        new GetResult(5, "web", "app", 1),
        new TaskResult(5, AllocationView),
        new Watch(6, 41, "web"),
        new Unwatch(6),
        new WatchEvents(6, [Event], 43, 1),
        new GetTicket(7, Id, "n1", "logs"),
        new TicketIssued(7, "n1", "10.0.0.1:7423", "10.0.0.9:7423", "token", Noon),
        new Problem(8, ProblemKind.Unsupported, "what?", TimeSpan.FromSeconds(3)),
    ];

    /// <summary>The other commands, which share the manifest of a request.</summary>
    public static readonly ImmutableArray<Request> MoreRequests =
    [
        new("r2", new StopJob("web")),
        new("r3", new ScaleJob("web", "app", 4)),
        new("r4", new LabelNode("n1", "zone", "a")),
        new("r5", new LabelNode("n1", "zone", null)),
    ];

    public static NodeUsage Usage => new(new Resources(250, 1 << 20, 9), 0.5, 1.5, 2.5);

    public static Job Job => new()
    {
        Name = "web",
        Labels = Map("team", "blue"),
        Groups =
        [
            new TaskGroup
            {
                Name = "app",
                Type = TaskType.Batch,
                Replicas = 3,
                Retries = 2,
                TimeLimit = TimeSpan.FromMinutes(1),
                Container = Container,
                Reserved = new Resources(100, 2 << 20, 10),
                Constraints = [new Constraint("node.labels.zone", ConstraintOperator.NotEqual, "a")],
                Restart = new RestartPolicy(RestartCondition.OnFailure, 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)),
                Disconnect = new DisconnectPolicy(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(50), true),
                Ports = [new PortRequest("http", 8080, PortProtocol.Udp)],
                RecreateVolumes = ["data"],
                Labels = Map("tier", "1"),
            },
        ],
    };

    private static ContainerSpec Container => new()
    {
        Image = "sha256:ab",
        Entrypoint = ["/bin/sh"],
        Command = ["-c", "true"],
        Environment = Map("A", "1", "B", ""),
        User = "1:2",
        AdditionalGroups = ["wheel"],
        WorkingDirectory = "/w",
        Hostname = "h",
        Mounts = [new MountSpec(MountType.Tmpfs, "s", "/t", true) { NoCopy = true, TmpfsBytes = 4096 }],
        Limits = new ContainerLimits
        {
            MilliCpu = 500, CpuShares = 512, CpusetCpus = "0-1", MemoryBytes = 64 << 20, MemorySwapBytes = -1,
            MemoryReservationBytes = 32 << 20, Pids = 0,
        },
        Ulimits = [new Ulimit("nofile", 10, -1)],
        ReadOnlyRootfs = true,
        Network = NetworkMode.Host,
        UserNamespace = UserNamespaceMode.Private,
        CapAdd = ["NET_ADMIN"],
        CapDrop = ["ALL"],
        Devices = ["/dev/fuse"],
        NoNewPrivileges = true,
        StopSignal = "SIGINT",
        StopGracePeriod = TimeSpan.FromSeconds(3),
        OpenStdin = true,
        Terminal = true,
        Labels = Map("x", "y"),
        LogMaxBytes = 4096,
        LogMaxFiles = 2,
    };

    private static JobVersion Version => new("sha256:cd", 2, Job);

    private static Assignment Assignment =>
        new(Id, "web", "app", 1, "sha256:cd", 2, 4, Desired.Stop, [new AssignedPort("http", 20001, PortProtocol.Udp)]);

    private static AllocationFact Fact => new()
    {
        Id = Id, Phase = Phase.Exited, Pid = 9, StartedAt = Noon, FinishedAt = Noon.AddSeconds(1), ExitCode = 0, OomKilled = true,
        Message = "m", Result = [1, 2, 3],
    };

    private static AssignmentSet Set => new()
    {
        Epoch = 4, Session = 12, Number = 1, Begins = true, Completes = true, Assignments = [Assignment], Dropped = [new AllocationId(5)],
        Versions = [Version], Images = [new ImageSource("sha256:ab", [new ImageHolder("n2", "10.0.0.2:7423", "t")])],
    };

    public static NodeReport Report => new()
    {
        Name = "n1", Roles = ["worker"], Architecture = "x86_64", Kernel = "6.1", CgroupVersion = 1, BootId = "b", AgentVersion = "0.1",
        HttpAddress = "10.0.0.1:7423", TicketKey = [9, 9], Capacity = new Resources(2000, 4 << 20, 100),
        Allocatable = new Resources(1900, 3 << 20, 90), LocallyUsed = new Resources(1, 2, 3), Labels = Map("zone", "a"),
        Images = [new NodeImage("sha256:ab", ["a:1", "a:2"], Noon)], Volumes = ["data"], FirstPort = 20000, LastPort = 20010,
        PortsInUse = [20002],
    };

    private static JobView JobView => new()
    {
        Name = "web", State = JobState.Failed, Version = Version, SubmittedAt = Noon,
        Groups = [new GroupView("app", TaskType.Batch, 3, 1, 1, 1, 1, "2 without enough free memory")],
    };

    private static AllocationView AllocationView => new()
    {
        Assignment = Assignment, Fact = Fact, Node = "n1", Reserved = new Resources(4, 5, 6), Reason = "best fit", Unknown = true,
    };

    private static NodeView NodeView => new()
    {
        Report = Report, State = NodeState.Disconnected, Labels = Map("zone", "b"), Allocated = new Resources(7, 8, 9), Usage = Usage,
        LastHeard = Noon,
    };

    private static JobEvent Event => new()
    {
        Sequence = 42, Time = Noon, Type = JobEventType.AllocationExited, Job = "web", Allocation = "web.app.1", AllocationId = Id,
        Node = "n1", ExitCode = 3, OomKilled = true, Message = "m",
    };

    private static ImmutableSortedDictionary<string, string> Map(params string[] pairs) =>
        pairs.Chunk(2).ToImmutableSortedDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
