using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Metrics;

/// <summary>The containers of a node: how many in which state, and what each running one uses.</summary>
internal static class ContainerMetrics
{
    private const double Nano = 1e-9;

    // Name after fleet_container_, type, help, and the value of a reading.
    private static readonly (string Name, string Type, string Help, Func<ContainerUsage, double?> Value)[] Families =
    [
        ("cpu_seconds_total", "counter", "CPU time used since the container's start.", u => u.CpuNanoseconds * Nano),
        ("cpu_user_seconds_total", "counter", "CPU time used by programs.", u => u.CpuUserNanoseconds * Nano),
        ("cpu_system_seconds_total", "counter", "CPU time used by the kernel on their behalf.", u => u.CpuSystemNanoseconds * Nano),
        ("cpu_limit_cores", "gauge", "Quota in cores; absent without one.", u => u.CpuLimit),
        ("cpu_periods_total", "counter", "Periods of the quota in which the container wanted to run.", u => u.Periods),
        ("cpu_throttled_periods_total", "counter", "Those in which it ran out of quota.", u => u.ThrottledPeriods),
        ("cpu_throttled_seconds_total", "counter", "How long it was held back, over all its CPUs.", u => u.ThrottledNanoseconds * Nano),
        ("memory_bytes", "gauge", "Memory in use, less inactive file cache.", u => u.MemoryBytes),
        ("memory_with_cache_bytes", "gauge", "All memory charged, file cache included.", u => u.MemoryWithCacheBytes),
        ("memory_limit_bytes", "gauge", "Limit of memory; absent without one.", u => u.MemoryLimitBytes),
        ("memory_peak_bytes", "gauge", "The most that was charged at any time.", u => u.PeakBytes),
        ("swap_bytes", "gauge", "Swap in use.", u => u.SwapBytes),
        ("oom_kills_total", "counter", "Processes killed for want of memory.", u => u.OomKills),
        ("pids", "gauge", "Processes and threads.", u => u.Pids),
        ("pids_limit", "gauge", "Limit of processes and threads; absent without one.", u => u.PidsLimit),
        ("io_read_bytes_total", "counter", "Bytes read from block devices.", u => u.BlockReadBytes),
        ("io_written_bytes_total", "counter", "Bytes written to block devices.", u => u.BlockWrittenBytes),
        ("io_reads_total", "counter", "Reads from block devices.", u => u.BlockReadOperations),
        ("io_writes_total", "counter", "Writes to block devices.", u => u.BlockWriteOperations),
        ("network_received_bytes_total", "counter", "Bytes received on all interfaces but loopback.", u => u.NetworkReceivedBytes),
        ("network_sent_bytes_total", "counter", "Bytes sent on all interfaces but loopback.", u => u.NetworkSentBytes),
    ];

    public static void Write(MetricsText text, IReadOnlyList<ContainerView> containers, IReadOnlyList<ContainerUsage> usages)
    {
        // States without a container are told as 0, so that a graph does not break off.
        text.Family("fleet_containers", "gauge", "Containers on this node by state.", Enum.GetValues<Phase>().Where(phase => phase != Phase.Removed)
            .Select(phase => (MetricsText.Labels(("state", phase.ToString().ToLowerInvariant())), (double?)containers.Count(c => c.State == phase))));
        text.Family("fleet_container_restarts_total", "counter", "Starts after the first one by the restart policy.",
            containers.Select(c => (Of(c), (double?)c.RestartCount)));
        text.Family("fleet_container_start_time_seconds", "gauge", "When the container was started, in seconds since 1970.",
            containers.Where(c => c.State == Phase.Running).Select(c => (Of(c), c.StartedAt?.ToUnixTimeMilliseconds() / 1000.0)));
        var labels = containers.ToDictionary(c => c.Id, Of);
        foreach (var (name, type, help, value) in Families)
        {
            text.Family("fleet_container_" + name, type, help,
                usages.Where(u => labels.ContainsKey(u.Id)).Select(u => (labels[u.Id], value(u))));
        }
    }

    private static string Of(ContainerView container) =>
        MetricsText.Labels(("allocation", container.Id), ("job", container.Job), ("name", container.Name));
}
