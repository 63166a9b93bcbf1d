using Fleet.Model;

namespace Fleet.Chaos.Load;

/// <summary>
/// The jobs of the load. Their tasks witness for themselves: each appends its start, its life twice a second, and its end to a file
/// of its own, named after node and allocation, in a folder of the machine.
/// </summary>
internal static class Jobs
{
    public const string Image = "chaos:1";
    private const string Witness = "/witness";

    /// <summary>So long without a word from its agent a task is stopped by its shim...</summary>
    public static readonly TimeSpan StopAfterSilence = TimeSpan.FromSeconds(10);

    /// <summary>... and so long after the node was last heard its replicas are placed elsewhere: later than the other, lease and grace included.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(20);

    // The beat is a read that nobody answers: it costs no process.
    private const string Begin = """
        w=/witness/$FLEET_NODE.$FLEET_ALLOCATION
        say() { read up idle < /proc/uptime; echo "$1 $up $FLEET_NAME $FLEET_ATTEMPT" >> $w; }
        trap 'say stop; exit 0' TERM
        say start
        mkfifo /tmp/never; exec 3<>/tmp/never

        """;

    private const string Forever = "while :; do read -t 0.5 x <&3; say beat; done";
    private const string ForAWhile = "i=0; while [ $i -lt $BEATS ]; do read -t 0.5 x <&3; say beat; i=$((i+1)); done; say done";

    /// <param name="marker">Part of the job's specification, so that another one is another version.</param>
    public static Job Service(string name, int replicas, string folder, int marker) => Limited(Job.Service(name, Image) with
    {
        Replicas = replicas,
        Command = ["sh", "-c", Begin + Forever],
        Environment = new Dictionary<string, string> { ["MARKER"] = $"{marker}" },
        Disconnect = new DisconnectPolicy(LostAfter, StopAfterSilence, Replace: true),
    }, folder);

    /// <param name="beats">How long each task works, in halves of a second.</param>
    /// <param name="careful">Rather wait for a node that is away than run a task twice.</param>
    public static Job Batch(string name, int replicas, string folder, int beats, bool careful) => Limited(Job.Batch(name, Image) with
    {
        Replicas = replicas,
        Retries = 10,
        Command = ["sh", "-c", Begin + ForAWhile],
        Environment = new Dictionary<string, string> { ["BEATS"] = $"{beats}" },
        Disconnect = careful ? new DisconnectPolicy(LostAfter, null, Replace: false) : new DisconnectPolicy(LostAfter, StopAfterSilence, Replace: true),
    }, folder);

    private static Job Limited(Job job, string folder) => job with
    {
        Reserved = new Resources(20, 16 << 20, 8),
        Container = job.Container with
        {
            Limits = new ContainerLimits { MemoryBytes = 24 << 20, Pids = 16 },
            Mounts = [new MountSpec(MountType.Bind, folder, Witness)],
            StopGracePeriod = TimeSpan.FromSeconds(2),
        },
    };
}
