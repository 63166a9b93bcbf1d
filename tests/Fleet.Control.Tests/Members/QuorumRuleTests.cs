using Fleet.Control.Members.Downing;

namespace Fleet.Control.Tests.Members;

/// <summary>Members are numbers, the oldest first: here 0 to 2, or 0 to 4.</summary>
public class QuorumRuleTests
{
    [Fact]
    public void Nobody_missing_changes_nothing() => Assert.IsType<Verdict.Wait>(Decide(self: 0, reached: [0, 1, 2]));

    [Fact]
    public void A_dead_host_is_put_out_by_the_oldest_of_those_left()
    {
        Assert.Equal([0], Downed(Decide(self: 1, reached: [1, 2])));
        Assert.IsType<Verdict.Wait>(Decide(self: 2, reached: [1, 2]));
        Assert.Equal([2], Downed(Decide(self: 0, reached: [0, 1])));
    }

    [Fact]
    public void Who_hears_no_majority_ends_its_membership_however_old_it_is()
    {
        Assert.IsType<Verdict.DownSelf>(Decide(self: 0, reached: [0]));
        Assert.IsType<Verdict.DownSelf>(Decide(self: 2, reached: [2]));
        Assert.IsType<Verdict.DownSelf>(Decide(self: 0, reached: [0, 1], hosts: 5));
    }

    [Fact]
    public void Two_members_of_three_hosts_go_on_and_one_that_is_left_does_not() =>
        Assert.IsType<Verdict.DownSelf>(QuorumRule.Decide([0, 1], 1, new HashSet<int> { 1 }, new Dictionary<int, IReadOnlySet<int>>(), quorum: 2));

    [Fact]
    public void Where_one_link_is_cut_only_the_older_of_its_ends_acts()
    {
        // 2 hears both 0 and 1, which do not hear each other.
        var told = new Dictionary<int, IReadOnlySet<int>> { [2] = new HashSet<int> { 0, 1, 2 } };
        Assert.Equal([1], Downed(Decide(self: 0, reached: [0, 2], told: told)));
        Assert.IsType<Verdict.Wait>(Decide(self: 1, reached: [1, 2], told: told));
        Assert.IsType<Verdict.Wait>(Decide(self: 2, reached: [0, 1, 2], told: told));
    }

    [Fact]
    public void A_host_that_another_still_hears_is_not_put_out_until_that_one_misses_it_too()
    {
        var stillHeard = new Dictionary<int, IReadOnlySet<int>> { [2] = new HashSet<int> { 0, 1, 2 } };
        var gone = new Dictionary<int, IReadOnlySet<int>> { [2] = new HashSet<int> { 1, 2 } };
        Assert.IsType<Verdict.Wait>(Decide(self: 1, reached: [1, 2], told: stillHeard));
        Assert.Equal([0], Downed(Decide(self: 1, reached: [1, 2], told: gone)));
    }

    [Fact]
    public void Of_all_ways_to_cut_five_hosts_in_two_exactly_one_side_goes_on()
    {
        for (int cut = 1; cut < 31; cut++)
        {
            int[] one = [.. Enumerable.Range(0, 5).Where(host => (cut >> host & 1) == 1)], other = [.. Enumerable.Range(0, 5).Except(one)];
            int[] lesser = one.Length < other.Length ? one : other, greater = one.Length < other.Length ? other : one;
            Assert.All(lesser, host => Assert.IsType<Verdict.DownSelf>(Decide(host, lesser, hosts: 5)));
            Assert.Equal(lesser, Downed(Decide(greater[0], greater, hosts: 5)));
            Assert.All(greater.Skip(1), host => Assert.IsType<Verdict.Wait>(Decide(host, greater, hosts: 5)));
        }
    }

    private static Verdict Decide(int self, int[] reached, int hosts = 3, Dictionary<int, IReadOnlySet<int>>? told = null) =>
        QuorumRule.Decide([.. Enumerable.Range(0, hosts)], self, reached.ToHashSet(), told ?? [], hosts / 2 + 1);

    private static int[] Downed(Verdict verdict) => [.. Assert.IsType<Verdict.Down>(verdict).Hosts];
}
