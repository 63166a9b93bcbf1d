using Fleet.Benchmarks.Figures;
using Fleet.Benchmarks.Machine;
using Fleet.Benchmarks.Subjects;

namespace Fleet.Benchmarks.Suites;

/// <summary>What a user waits for at the prompt.</summary>
internal sealed class RunSuite : ISuite
{
    public string Name => "run";

    public string What => "'run --rm --network none IMAGE true' from the command line, against docker and podman; rounds";

    public int Rounds => 30;

    public async Task<IReadOnlyList<Row>> RunAsync(SuiteContext context, CancellationToken cancel)
    {
        string[] words = ["--rm", "--network", "none", Image.Name, "true"];
        await using var agent = await FleetAgent.StartAsync(cancel);
        await using var docker = await Peer.TryAsync(() => Docker.NeedAsync(context.Say, cancel), () => Docker.StartAsync(cancel));
        await using var podman = await Peer.TryAsync(() => Podman.NeedAsync(context.Say, cancel), () => Podman.StartAsync(cancel));
        Subject[] subjects =
        [
            Subject.Of(Subject.Ours, () => agent.Time(["run", .. words])),
            docker.As("docker", it => it.Time(["run", .. words])),
            podman.As("podman", it => it.TimeRun(words)) with { Note = podman.It?.Ways ?? "" },
        ];
        return [.. (await Turns.TakeAsync(Name, "run --rm true", "ms", context, subjects, cancel)).Rows()];
    }
}
