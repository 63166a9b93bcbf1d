using System.Text;
using Fleet.Client;
using Fleet.Model;

namespace Fleet.Samples.Client;

/// <summary>A batch job: it computes, says so in its log, and leaves a result.</summary>
internal static class PrimesJob
{
    public static async Task RunAsync(FleetClient client, string image)
    {
        var job = Job.Batch("primes", image) with
        {
            Command = ["primes", "5000000"],
            Retries = 2,
            Limits = new ContainerLimits { MilliCpu = 250, MemoryBytes = 64 << 20 },
        };
        var submitted = await client.SubmitAsync(job);
        Console.WriteLine($"submitted primes: {submitted.Message}");
        await foreach (var happened in client.WatchAsync("primes", submitted.Sequence))
        {
            if (happened.Type == JobEventType.AllocationPending) Console.WriteLine($"  {happened.Message}");
            if (happened.Type == JobEventType.JobComplete) break;
            if (happened.Type == JobEventType.JobFailed) throw new FleetRejectedException($"primes failed: {happened.Message}", []);
        }
        await foreach (var piece in client.LogsAsync("primes")) Console.WriteLine("  its log:    " + piece.Text.TrimEnd());
        var outcome = await client.ResultAsync("primes");
        Console.WriteLine($"  its result: {Encoding.UTF8.GetString(outcome.Result.AsSpan())}");
    }
}
