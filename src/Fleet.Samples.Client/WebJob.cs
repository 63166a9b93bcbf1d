using Fleet.Client;
using Fleet.Model;

namespace Fleet.Samples.Client;

/// <summary>A service with limits, each replica on a port of its node that the scheduler gives it.</summary>
internal static class WebJob
{
    public static async Task RunAsync(FleetClient client, string image, int replicas)
    {
        var job = Job.Service("web", image) with
        {
            Replicas = replicas,
            Network = NetworkMode.Host,
            Ports = [new PortRequest("http")],
            Limits = new ContainerLimits { MilliCpu = 200, MemoryBytes = 64 << 20, Pids = 64 },
            // A web service is better started twice than missed for half a minute.
            Disconnect = DisconnectPolicy.Default with { LostAfter = TimeSpan.FromSeconds(6) },
        };
        var submitted = await client.SubmitAsync(job);
        Console.WriteLine($"submitted web: {submitted.Message}");
        int started = 0;
        await foreach (var happened in client.WatchAsync("web", submitted.Sequence))
        {
            if (happened.Type == JobEventType.AllocationStarted) Console.WriteLine($"  {happened.Allocation} started on {happened.Node} ({++started} of {replicas})");
            if (happened.Type == JobEventType.AllocationPending && happened.Message.Length > 0) Console.WriteLine($"  {happened.Message}");
            if (happened.Type == JobEventType.JobUp) break;
        }
        Console.WriteLine("web is up");
    }
}
