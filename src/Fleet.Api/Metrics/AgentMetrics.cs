using System.Diagnostics;

namespace Fleet.Api.Metrics;

/// <summary>The agent's own process, in the names that Prometheus' clients give to such figures.</summary>
internal static class AgentMetrics
{
    public static void Write(MetricsText text, FleetApiOptions options)
    {
        text.Family("fleet_agent_info", "gauge", "Which agent this is; always 1.",
            [(MetricsText.Labels(("node", options.Name), ("version", options.Version), ("roles", string.Join(',', options.Roles))), 1)]);
        using var process = Process.GetCurrentProcess();
        text.Counter("process_cpu_seconds_total", "CPU time used by the agent.", process.TotalProcessorTime.TotalSeconds);
        text.Gauge("process_resident_memory_bytes", "Memory of the agent that is resident.", process.WorkingSet64);
        text.Gauge("process_start_time_seconds", "When the agent was started, in seconds since 1970.",
            new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
        text.Gauge("process_threads", "Threads of the agent.", process.Threads.Count);
        text.Gauge("process_open_fds", "Open descriptors of the agent.", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
        text.Gauge("fleet_agent_gc_heap_bytes", "The agent's managed heap.", GC.GetTotalMemory(forceFullCollection: false));
        text.Family("fleet_agent_gc_collections_total", "counter", "Garbage collections by generation.",
            Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => (MetricsText.Labels(("generation", $"{generation}")), (double?)GC.CollectionCount(generation))));
        text.Counter("fleet_agent_gc_pause_seconds_total", "How long garbage collections held the agent up.", GC.GetTotalPauseDuration().TotalSeconds);
        text.Gauge("fleet_agent_thread_pool_threads", "Threads of the agent's pool.", ThreadPool.ThreadCount);
        text.Gauge("fleet_agent_thread_pool_queue_length", "Work that waits for a thread of the pool.", ThreadPool.PendingWorkItemCount);
    }
}
