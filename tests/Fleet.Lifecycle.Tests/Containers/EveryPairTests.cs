using Fleet.Lifecycle.Containers;
using Fleet.Model;

namespace Fleet.Lifecycle.Tests.Containers;

/// <summary>Every stage meets every input, under every desire.</summary>
public sealed class EveryPairTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ContainerInput[] Inputs =
    [
        new DesireRun(), new DesireStop(TimeSpan.FromSeconds(10)), new DesireStop(TimeSpan.Zero), new DesireRemove(),
        new DesireRestart(TimeSpan.FromSeconds(10)), new PolicyChanged(RestartPolicy.Never),
        new ImageReady("sha256:y"), new SnapshotReady(), new PrepareFailed("why"), new Created(), new CreateFailed(125, "why"),
        new Started(43, Now), new StartFailed(126, "why"), new PauseSeen(), new ResumeSeen(), new Exited(0, false, Now, Now, "", []),
        new ShimLost(Now), new Deleted(), new DeleteFailed("why"), TimerDue.Instance,
        new Adopted(new ContainerStatus { Phase = Phase.Running, StartedAt = Now }, ContainerDesire.Run),
    ];

    // A way into each stage, from the start.
    private static readonly Dictionary<Stage, ContainerInput[]> Ways = new()
    {
        [Stage.Pending] = [],
        [Stage.FetchingImage] = [new DesireRun()],
        [Stage.MakingSnapshot] = [new DesireRun(), new ImageReady("sha256:x")],
        [Stage.Creating] = [new DesireRun(), new ImageReady("sha256:x"), new SnapshotReady()],
        [Stage.Created] = [new DesireRun(), new ImageReady("sha256:x"), new SnapshotReady(), new Created()],
        [Stage.Running] = [new DesireRun(), new ImageReady("sha256:x"), new SnapshotReady(), new Created(), new Started(42, Now)],
        [Stage.Paused] = [new DesireRun(), new ImageReady("sha256:x"), new SnapshotReady(), new Created(), new Started(42, Now), new PauseSeen()],
        [Stage.Exited] = [new DesireRun(), new ImageReady("sha256:x"), new SnapshotReady(), new Created(), new Started(42, Now), new Exited(1, false, Now, Now, "", [])],
        [Stage.Deleting] = [new DesireRun(), new PrepareFailed("no"), new DesireRemove()],
        [Stage.Removed] = [new DesireRun(), new PrepareFailed("no"), new DesireRemove(), new Deleted()],
    };

    private static ContainerMachine In(Stage stage, ContainerDesire desire)
    {
        var machine = new ContainerMachine(RestartPolicy.Default);
        foreach (var input in Ways[stage]) machine.Step(input, Now);
        if (desire == ContainerDesire.Stop && stage is Stage.Creating or Stage.Created or Stage.Running or Stage.Paused or Stage.Exited)
            machine.Step(new DesireStop(TimeSpan.FromSeconds(10)), Now);
        if (desire == ContainerDesire.Remove && stage is Stage.Creating or Stage.Created or Stage.Running or Stage.Paused)
            machine.Step(new DesireRemove(), Now);
        Assert.Equal(stage, machine.Stage);
        return machine;
    }

    public static TheoryData<Stage, ContainerDesire> Situations()
    {
        var data = new TheoryData<Stage, ContainerDesire>();
        foreach (var stage in Enum.GetValues<Stage>())
            foreach (var desire in Enum.GetValues<ContainerDesire>()) data.Add(stage, desire);
        return data;
    }

    [Fact]
    public void There_is_a_way_into_every_stage() => Assert.Equal(Enum.GetValues<Stage>().Order(), Ways.Keys.Order());

    [Fact]
    public void Every_input_there_is_is_tried() => Assert.Equal(
        typeof(ContainerInput).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ContainerInput))).Select(type => type.Name).Order(),
        Inputs.Select(input => input.GetType().Name).Distinct().Order());

    [Theory]
    [MemberData(nameof(Situations))]
    public void No_input_breaks_a_rule(Stage stage, ContainerDesire desire)
    {
        foreach (var input in Inputs)
        {
            var machine = In(stage, desire);
            var (status, wanted) = (machine.Status, machine.Desire);
            var effects = machine.Step(input, Now + TimeSpan.FromMinutes(1));
            string pair = $"{stage}, {desire}, {input}";

            Assert.True(Stages.PhaseOf(machine.Stage) == machine.Status.Phase, pair);
            Assert.True(machine.Stage != Stage.Removed || stage == Stage.Removed || (stage == Stage.Deleting && input is Deleted), pair);
            Assert.True(stage != Stage.Removed || effects.Count == 0, pair);
            // Removing is final.
            Assert.True(wanted != ContainerDesire.Remove || machine.Desire == ContainerDesire.Remove, pair);
            // Nothing starts that is not wanted.
            Assert.True(machine.Desire == ContainerDesire.Run || !effects.Any(effect => effect is StartContainer or CreateContainer or PrepareImage or PrepareSnapshot), pair);
            // Running, paused and a code are only ever seen, never concluded from a wish.
            bool isWish = input is DesireRun or DesireStop or DesireRestart or DesireRemove;
            Assert.True(!isWish || machine.Status.Phase is not (Phase.Running or Phase.Paused) || machine.Status.Phase == status.Phase, pair);
            Assert.True(!isWish || machine.Status.ExitCode is null || machine.Status.ExitCode == status.ExitCode, pair);
            // Whatever ran is either still there or has ended with a time.
            Assert.True(machine.Status.Phase != Phase.Exited || machine.Status.FinishedAt is not null, pair);
            Assert.True(machine.Status.Phase is Phase.Running or Phase.Paused || machine.Status.Pid == 0, pair);
            // A change of what was seen is told, a change of what is wanted is remembered.
            Assert.True(machine.Status == status || effects.OfType<ReportStatus>().Single().Status == machine.Status, pair);
            Assert.True(machine.Desire == wanted || effects.OfType<RememberDesire>().Single().Desire == machine.Desire || input is Adopted, pair);
        }
    }
}
