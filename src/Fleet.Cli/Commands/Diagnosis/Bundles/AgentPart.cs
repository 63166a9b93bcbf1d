using System.Text;
using System.Text.Json;
using Fleet.Api.Contracts;
using Fleet.Api.Contracts.Connection;

namespace Fleet.Cli.Commands.Diagnosis.Bundles;

/// <summary>What a running agent tells of itself and of its cluster.</summary>
internal static class AgentPart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task AddAsync(Bundle to, AgentClient client, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var (name, path) in ((string, string)[])
        [
            ("agent/version.json", Routes.Version), ("agent/containers.json", Routes.WithQuery(Routes.Containers, ("all", "true"))),
            ("agent/images.json", Routes.Images), ("agent/volumes.json", Routes.Volumes), ("cluster/nodes.json", Routes.Nodes), ("cluster/jobs.json", Routes.Jobs),
        ])
        {
            await to.TryAsync(name, async () => to.Json(name, await AskAsync(client, path, cancel)));
        }

        await to.TryAsync("agent/metrics.txt", async () => to.Text("agent/metrics.txt", Encoding.UTF8.GetString(await AskAsync(client, Routes.Metrics, cancel))));
        await EachAsync(to, client, Routes.WithQuery(Routes.Containers, ("all", "true")), "id", "agent/containers", Routes.Container, cancel);
        await EachAsync(to, client, Routes.Jobs, "name", "cluster/jobs", Routes.Job, cancel);
        string events = Routes.WithQuery(Routes.Events, ("since", now.AddDays(-1).ToString("O")), ("until", now.ToString("O")));
        await to.TryAsync("cluster/events.ndjson", async () => to.Text("cluster/events.ndjson", Encoding.UTF8.GetString(await AskAsync(client, events, cancel))));
    }

    private static async Task EachAsync(Bundle to, AgentClient client, string list, string key, string folder, Func<string, string> path, CancellationToken cancel) =>
        await to.TryAsync(folder, async () =>
        {
            using var document = JsonDocument.Parse(await AskAsync(client, list, cancel));
            foreach (string name in document.RootElement.EnumerateArray().Select(item => item.GetProperty(key).GetString()!))
            {
                await to.TryAsync($"{folder}/{name}.json", async () => to.Json($"{folder}/{name}.json", await AskAsync(client, path(name), cancel)));
            }
        });

    private static async Task<byte[]> AskAsync(AgentClient client, string path, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        return await client.GetBytesAsync(path, patience.Token);
    }
}
