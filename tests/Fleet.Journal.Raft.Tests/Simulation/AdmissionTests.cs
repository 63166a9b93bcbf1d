using Fleet.Control.Hosting;
using Fleet.Journal.Raft.Members;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>When a new folder is let in.</summary>
public sealed class AdmissionTests
{
    private static readonly HostPort[] Hosts = [new("10.0.0.1", 4056), new("10.0.0.2", 4056), new("10.0.0.3", 4056)];
    private static readonly MemberList Members = new(Hosts, Hosts[0]);
    private static readonly Guid Own = Guid.NewGuid(), Second = Guid.NewGuid(), Third = Guid.NewGuid();

    [Fact]
    public void A_cluster_is_founded_when_all_are_there_and_new() =>
        Assert.Equal([Own, Second, Third], Assert.IsType<AdmissionStep.Found>(Decide((1, New(Second)), (2, New(Third)))).With.ToArray());

    [Fact]
    public void A_majority_of_new_ones_is_not_enough_to_found_a_cluster() =>
        Assert.Contains("10.0.0.3:4056 cannot be reached", Assert.IsType<AdmissionStep.Wait>(Decide((1, New(Second)))).Why);

    [Fact]
    public void Who_was_there_when_it_was_founded_takes_part_at_once() =>
        Assert.IsType<AdmissionStep.Found>(Decide((1, new Standing(Second, true, [Own, Second, Third], -1)), (2, New(Third))));

    [Fact]
    public void A_folder_that_the_cluster_does_not_know_asks_its_leader() =>
        Assert.Equal(2, Assert.IsType<AdmissionStep.AskLeader>(Decide((1, new Standing(Second, true, [Guid.NewGuid(), Second, Third], 2)))).Leader);

    [Fact]
    public void Where_more_than_half_have_lost_theirs_it_waits_for_a_human() =>
        Assert.Contains("only 10.0.0.2:4056 still have one", Assert.IsType<AdmissionStep.Wait>(
            Decide((1, new Standing(Second, true, [Guid.NewGuid(), Second, Guid.NewGuid()], -1)), (2, New(Third)))).Why);

    // The others may still believe in this host as the leader that it was before it lost its folder.
    [Fact]
    public void It_does_not_ask_itself() =>
        Assert.IsType<AdmissionStep.Wait>(Decide((1, new Standing(Second, true, [], 0)), (2, new Standing(Third, true, [], 0))));

    private static Standing New(Guid folder) => new(folder, false, [], -1);

    private static AdmissionStep Decide(params (int Member, Standing Standing)[] heard) =>
        Admission.Decide(Own, Members, heard.ToDictionary(entry => entry.Member, entry => entry.Standing));
}
