using System.Text.Json;
using Fleet.Benchmarks.Machine;

namespace Fleet.Benchmarks.Subjects;

/// <summary>One agent in a root of its own, with the busybox image.</summary>
internal sealed class FleetAgent : IAsyncDisposable
{
    private const string Script = """
        fleet=$1 root=$2 group=$3
        # The keeper itself stays outside: where the room's memory runs out, anyone in it may be killed.
        DOORS=$4 sh "$5" "$fleet" --root "$root" node -d --config "$root/node.conf" >&2 || { cat "$root/state/node.log" >&2; exit 1; }
        echo ready
        read -r end
        for job in $("$fleet" --root "$root" job list | awk 'NR > 1 { print $1 }'); do "$fleet" --root "$root" job stop "$job"; done >&2
        "$fleet" --root "$root" ps -aq | xargs -r "$fleet" --root "$root" rm -f >/dev/null 2>&1
        agent=$(cat "$root/run/node.pid")
        kill "$agent"; while kill -0 "$agent" 2>/dev/null; do sleep 0.05; done
        # What a broken agent could not take down.
        cat /sys/fs/cgroup/pids/"$group"/*/*/cgroup.procs /sys/fs/cgroup/pids/"$group"/*/cgroup.procs 2>/dev/null | xargs -r kill -9 2>/dev/null
        for try in 1 2 3 4 5; do
            rmdir /sys/fs/cgroup/*/"$group"/*/* /sys/fs/cgroup/*/"$group"/* /sys/fs/cgroup/*/"$group" /sys/fs/cgroup/*/fleet
            ls -d /sys/fs/cgroup/*/"$group" || break
            sleep 0.2      # who was killed counts until the kernel has done with it
        done >/dev/null 2>&1
        rm -rf "$root"
        """;

    private readonly Keeper _keeper;

    private FleetAgent(string root, Keeper keeper) => (Root, _keeper) = (root, keeper);

    public string Root { get; }

    public int Pid => int.Parse(File.ReadAllText(Path.Combine(Root, "run/node.pid")), null);

    /// <summary>The shims of its containers: they work in their containers' folders.</summary>
    public IReadOnlyList<int> ShimPids => ProcessMemory.Find("fleet-shim", Root);

    /// <param name="cancel">Gives up.</param>
    /// <param name="room">For the agent and its containers; null: all the machine.</param>
    /// <exception cref="ProgramFailedException">It did not start.</exception>
    public static async Task<FleetAgent> StartAsync(CancellationToken cancel, Room? room = null)
    {
        string root = Directory.CreateTempSubdirectory("fleet-bench-").FullName, group = room?.Path ?? $"fleet/{Path.GetFileName(root)}";
        await File.WriteAllTextAsync(Path.Combine(root, "node.conf"), $$"""
            fleet { node { cgroup-parent = "{{group}}" } }
            """, cancel);
        var agent = new FleetAgent(root, await Keeper.StartAsync(Script, Installed.Fleet, root, group, room?.Doors ?? "", Room.EnterScript));
        try
        {
            await agent.RunAsync(cancel, "image", "import", Image.Layout, "--name", Image.Name);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    public Task<string> RunAsync(CancellationToken cancel, params IEnumerable<string> words) => Programs.RunAsync(Installed.Fleet, Words(words), cancel);

    /// <inheritdoc cref="Programs.Time"/>
    public double Time(params IEnumerable<string> words) => Programs.Time(Installed.Fleet, Words(words));

    public async Task<JsonElement> JsonAsync(CancellationToken cancel, params IEnumerable<string> words) =>
        JsonElement.Parse(await RunAsync(cancel, [.. words, "--format", "json"]));

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private string[] Words(IEnumerable<string> words) => ["--root", Root, .. words];
}
