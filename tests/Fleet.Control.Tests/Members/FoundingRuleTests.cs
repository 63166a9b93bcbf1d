using Fleet.Control.Members.Founding;

namespace Fleet.Control.Tests.Members;

public class FoundingRuleTests
{
    private static readonly Standing Seeking = new(Footing.Seeking, 0), Joining = new(Footing.Joining, 0), Living = new(Footing.Up, 2), Cut = new(Footing.Up, 1);

    [Fact]
    public void The_first_of_the_list_founds_once_all_are_there_and_the_others_wait_for_it()
    {
        Assert.IsType<FoundingStep.Found>(Decide(0, new() { [1] = Seeking, [2] = Seeking }));
        Assert.IsType<FoundingStep.Wait>(Decide(1, new() { [0] = Seeking, [2] = Seeking }));
        Assert.IsType<FoundingStep.Wait>(Decide(2, new() { [0] = Seeking, [1] = Seeking }));
    }

    [Fact]
    public void Whichever_host_is_missing_the_first_of_the_other_two_founds_after_a_while()
    {
        Assert.IsType<FoundingStep.Wait>(Decide(1, new() { [2] = Seeking }, isSteady: false));
        Assert.IsType<FoundingStep.Found>(Decide(1, new() { [2] = Seeking }, isSteady: true));
        Assert.IsType<FoundingStep.Wait>(Decide(2, new() { [1] = Seeking }, isSteady: true));
        Assert.IsType<FoundingStep.Found>(Decide(0, new() { [2] = Seeking }, isSteady: true));
    }

    [Fact]
    public void Nobody_founds_without_a_majority() => Assert.IsType<FoundingStep.Wait>(Decide(0, [], isSteady: true));

    [Fact]
    public void A_living_cluster_is_joined_and_goes_before_one_that_is_only_begun()
    {
        Assert.Equal(new FoundingStep.Join(2), Decide(0, new() { [1] = Seeking, [2] = Living }));
        Assert.Equal(new FoundingStep.Join(2), Decide(0, new() { [1] = Joining, [2] = Living }));
        Assert.Equal(new FoundingStep.Join(1), Decide(0, new() { [1] = Joining, [2] = Seeking }));
    }

    [Fact]
    public void Who_is_cut_off_from_its_cluster_is_not_joined() => Assert.IsType<FoundingStep.Wait>(Decide(0, new() { [1] = Cut }));

    [Fact]
    public void Of_two_founders_the_later_gives_way_and_one_with_company_does_not()
    {
        Assert.Equal(new FoundingStep.GiveUp(0), Decide(1, new() { [0] = Joining }, Footing.Joining, isAlone: true, isSteady: true));
        Assert.IsType<FoundingStep.Wait>(Decide(0, new() { [1] = Joining }, Footing.Joining, isAlone: true, isSteady: true));
        Assert.Equal(new FoundingStep.GiveUp(2), Decide(0, new() { [2] = Living }, Footing.Joining, isAlone: true, isSteady: true));
        Assert.IsType<FoundingStep.Wait>(Decide(1, new() { [0] = Joining }, Footing.Joining, isAlone: false, isSteady: true));
    }

    private static FoundingStep Decide(int self, Dictionary<int, Standing> heard, Footing own = Footing.Seeking, bool isAlone = false, bool isSteady = false) =>
        FoundingRule.Decide(self, 3, own, isAlone, heard, isSteady);
}
