using System.Text.Json;
using Fleet.Api.Contracts.Jobs;
using Fleet.Lab.Plans;

namespace Fleet.Cli.Commands.Demo;

/// <summary>Calls every replica over HTTP at its node's address and the port it was given.</summary>
internal static class DemoCalls
{
    public static async Task CallAllAsync(LabPlan plan, IReadOnlyList<AllocationInfo> replicas, DemoStage stage, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(10) };
        foreach (var replica in replicas)
        {
            string url = $"http://{plan.Node(replica.Node).Address}:{replica.Ports.Single().Number}/";
            using var answer = JsonDocument.Parse(await GetAsync(http, url, cancel));
            var said = answer.RootElement;
            if (said.GetProperty("index").GetInt32() != replica.Index || said.GetProperty("node").GetString() != replica.Node)
                throw new IOException($"{url} was answered by {said}, not by {replica.Name} on {replica.Node}");
            if (replica.Index == 0) stage.Say($"GET {url} -> {said}");
        }
        stage.Say($"all {replicas.Count} replicas answered over HTTP, each by its own name");
    }

    // A replica runs a moment before it listens.
    private static async Task<string> GetAsync(HttpClient http, string url, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await http.GetStringAsync(url, cancel);
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(50, cancel);
            }
        }
    }
}
