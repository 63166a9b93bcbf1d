using System.Collections.Immutable;
using Fleet.Chaos.Plan;

namespace Fleet.Chaos.Options;

/// <summary>What a run is asked for; <see cref="Help"/> says it to people.</summary>
internal sealed record ChaosOptions
{
    public const string Help = """
        Fleet.Chaos: random faults against a real cluster under load from real clients, and a check of what happened.

        usage: Fleet.Chaos [OPTIONS]              a run
               Fleet.Chaos check FILE...          the check alone, of histories that runs have left

          --rounds N         faults, one after the other (10); with --acceptance, of each kind on each target
          --seed N           of the plan and the load; by default another one each time, and printed
          --faults LIST      host-kill, agent-kill, agent-stop, host-stop, cut, shim-kill (all)
          --targets LIST     singleton (the host where the scheduler is), other (another host), client (all)
          --for TIME         how long a stop or a cut lasts (10s)
          --acceptance       host-kill, agent-kill, SIGSTOP (of agent and of host in turn) and cut, each on each target --rounds times,
                             stops and cuts for 60s unless --for says another time
          --clients N        client processes (2), two users in each
          --folder DIR       where the lab and the history are (a new folder in /tmp); the history stays, the lab goes
          --fleet PATH       the command line to drive (.artifacts/dist/fleet of this tree, or $FLEET_DIST/fleet)

        Exit code 0: every rule holds; 1: some rule is broken, and the command that repeats the plan is printed; 2: the run could not go on.
        """;

    public int Rounds { get; init; } = 10;

    public int Seed { get; init; }

    public ImmutableArray<FaultKind> Kinds { get; init; } = [.. Enum.GetValues<FaultKind>()];

    public ImmutableArray<FaultTarget> Targets { get; init; } = [.. Enum.GetValues<FaultTarget>()];

    public TimeSpan For { get; init; } = TimeSpan.FromSeconds(10);

    public bool IsAcceptance { get; init; }

    public int Clients { get; init; } = 2;

    public string Folder { get; init; } = "";

    public string Fleet { get; init; } = "";

    public ImmutableArray<FaultStep> Plan()
    {
        var pairs = FaultPlan.Pairs(Kinds, Targets);
        return IsAcceptance ? FaultPlan.Each(Seed, Rounds, pairs, For) : FaultPlan.Random(Seed, Rounds, pairs, For);
    }

    /// <summary>The words that make the same plan and load again.</summary>
    public string Again => string.Join(' ', (string[])
    [
        "--seed", $"{Seed}", "--rounds", $"{Rounds}", .. IsAcceptance ? (string[])["--acceptance"] : [], "--faults", string.Join(',', Kinds.Select(FaultKinds.Word)),
        "--targets", string.Join(',', Targets.Select(FaultKinds.Word)), "--for", $"{For.TotalSeconds:0.###}s", "--clients", $"{Clients}",
    ]);
}
