using System.Text.Json;
using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Subjects;

/// <summary>Three hosts on this machine, all of them control hosts, each with the busybox image.</summary>
internal sealed class FleetLab : IAsyncDisposable
{
    private const string Script = """
        fleet=$1 root=$2
        "$fleet" --root "$root" lab up --nodes 3 --node-cpus 1 --node-memory 1g >&2 || exit
        echo ready
        read -r end
        "$fleet" --root "$root" lab down >&2
        rm -rf "$root"
        """;

    private readonly Keeper _keeper;

    private FleetLab(string root, Keeper keeper) => (Root, _keeper) = (root, keeper);

    public static IReadOnlyList<string> Hosts { get; } = ["n1", "n2", "n3"];

    public string Root { get; }

    public static async Task<FleetLab> UpAsync(CancellationToken cancel)
    {
        string root = Directory.CreateTempSubdirectory("fleet-bench-lab-").FullName;
        var lab = new FleetLab(root, await Keeper.StartAsync(Script, Installed.Fleet, root));
        try
        {
            foreach (string host in Hosts) await lab.OnAsync(host, cancel, "image", "import", Image.Layout, "--name", Image.Name);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the agent of one host.</summary>
    public Task<string> OnAsync(string host, CancellationToken cancel, params IEnumerable<string> words) =>
        Programs.RunAsync(Installed.Fleet, ["--root", Path.Combine(Root, "lab", host), .. words], cancel);

    public Task<string> RunAsync(CancellationToken cancel, params IEnumerable<string> words) => Programs.RunAsync(Installed.Fleet, ["--root", Root, .. words], cancel);

    /// <summary>The job's replicas as one host tells them.</summary>
    public async Task<IReadOnlyList<Replica>> ReplicasAsync(string host, string job, CancellationToken cancel) =>
        [.. JsonElement.Parse(await OnAsync(host, cancel, "job", "ps", job, "--format", "json")).EnumerateArray()
            .Select(replica => new Replica(replica.GetProperty("node").GetString()!, replica.GetProperty("state").GetString()!))];

    /// <summary>Where the scheduler is: each incarnation of it says in its host's log how long it took to recover.</summary>
    public string Scheduler() => Hosts.MaxBy(host => File.ReadLines(Path.Combine(Root, "lab", host, "state/node.log"))
        .LastOrDefault(line => line.Contains("events replayed in", StringComparison.Ordinal)) ?? "", StringComparer.Ordinal)!;

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();
}

/// <param name="Node">Empty while it has none.</param>
internal sealed record Replica(string Node, string State);
