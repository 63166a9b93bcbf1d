using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Metrics;

/// <summary>What the node has, uses and stores.</summary>
internal static class NodeMetrics
{
    public static void Write(MetricsText text, NodeReport report, NodeUsage usage, IReadOnlyList<ImageView> images)
    {
        Three(text, "capacity", "What the node has", report.Capacity);
        Three(text, "allocatable", "What is scheduled on: capacity less the reserve", report.Allocatable);
        Three(text, "used", "What the node uses now", usage.Used);
        text.Family("fleet_node_pressure_ratio", "gauge", "Share of the last 10 seconds in which some task waited (PSI).",
            new[] { ("cpu", usage.CpuPressure), ("memory", usage.MemoryPressure), ("io", usage.IoPressure) }
                .Select(each => (MetricsText.Labels(("resource", each.Item1)), each.Item2 / 100)));
        text.Gauge("fleet_images", "Images in the node's store.", images.Count);
        text.Gauge("fleet_image_bytes", "Bytes of the images' layers as they came, compressed; a layer that two share counts twice.", images.Sum(image => image.Size));
    }

    private static void Three(MetricsText text, string what, string help, Resources amount)
    {
        text.Gauge($"fleet_node_{what}_cpu_cores", $"{help}: CPU.", amount.MilliCpu / 1000.0);
        text.Gauge($"fleet_node_{what}_memory_bytes", $"{help}: memory.", amount.MemoryBytes);
        text.Gauge($"fleet_node_{what}_pids", $"{help}: processes.", amount.Pids);
    }
}
