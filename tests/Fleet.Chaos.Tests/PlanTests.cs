using Fleet.Chaos.Cluster;
using Fleet.Chaos.Options;
using Fleet.Chaos.Plan;

namespace Fleet.Chaos.Tests;

public sealed class PlanTests
{
    [Fact]
    public void A_seed_gives_the_same_plan_again_and_another_one_another()
    {
        var options = OptionsReader.Read(["--rounds", "40", "--seed", "7", "--fleet", "/x"], 1);
        var again = OptionsReader.Read([.. options.Again.Split(' '), "--fleet", "/x"], 2);
        Assert.Equal(options.Plan().ToList(), again.Plan().ToList());
        Assert.NotEqual(options.Plan().ToList(), (options with { Seed = 8 }).Plan().ToList());
    }

    [Fact]
    public void Acceptance_has_each_fault_on_each_target_as_often_as_asked_and_both_kinds_of_stop()
    {
        var plan = OptionsReader.Read(["--acceptance", "--rounds", "10", "--fleet", "/x"], 1).Plan();
        Assert.Equal(120, plan.Length);
        foreach (var target in Enum.GetValues<FaultTarget>())
        {
            foreach (var kind in (FaultKind[])[FaultKind.HostKill, FaultKind.AgentKill, FaultKind.Cut])
                Assert.Equal(10, plan.Count(step => step.Kind == kind && step.Target == target));
            Assert.Equal(5, plan.Count(step => step.Kind == FaultKind.AgentStop && step.Target == target));
            Assert.Equal(5, plan.Count(step => step.Kind == FaultKind.HostStop && step.Target == target));
        }
        Assert.All(plan.Where(step => !FaultKinds.IsKill(step.Kind)), step => Assert.Equal(TimeSpan.FromSeconds(60), step.For));
    }

    [Theory]
    [InlineData("--fault", "cut", "there is no option --fault")]
    [InlineData("--faults", "cut,earthquake", "there is no earthquake")]
    [InlineData("--rounds", "0", "not a whole number from 1")]
    [InlineData("--for", "soon", "--for: ")]
    public void What_makes_no_sense_is_refused_by_name(string option, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<ChaosException>(() => OptionsReader.Read([option, value], 1)).Message, StringComparison.Ordinal);
}
