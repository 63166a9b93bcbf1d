using Fleet.Journal.Raft.Consensus;

namespace Fleet.Journal.Raft.Tests.Simulation;

/// <summary>Rules of the core that chance seldom tries.</summary>
public sealed class CoreTests
{
    [Fact]
    public void A_vote_is_told_only_when_it_cannot_be_forgotten()
    {
        var core = Core(new Ballot(1, -1), []);
        core.Receive(1, new VoteRequest(2, 0, 0, Trial: false), 5000);
        var output = core.Take();
        Assert.Empty(output.Send);
        var write = Assert.Single(output.Writes);
        Assert.Equal(new Ballot(2, 1), write.Ballot);
        Assert.True(Assert.IsType<VoteReply>(Assert.Single(write.Then).Message).Granted);

        core.Receive(2, new VoteRequest(2, 9, 1, Trial: false), 5000);
        Assert.False(Assert.IsType<VoteReply>(Assert.Single(Assert.Single(core.Take().Writes).Then).Message).Granted);
    }

    [Fact]
    public void A_candidate_asks_for_votes_only_when_its_own_cannot_be_forgotten()
    {
        var core = Core(new Ballot(1, -1), []);
        core.Tick(5000);
        Assert.All(core.Take().Send, envelope => Assert.True(Assert.IsType<VoteRequest>(envelope.Message).Trial));
        core.Receive(1, new VoteReply(1, 2, Granted: true, Trial: true), 5000);
        var output = core.Take();
        Assert.Empty(output.Send);
        Assert.Equal(2, Assert.Single(output.Writes).Then.Count);
    }

    [Fact]
    public void Entries_of_an_earlier_term_are_committed_only_with_one_of_the_leaders_own()
    {
        var core = Leader(new Ballot(2, -1), [new Entry(1, 1, new byte[1]), new Entry(2, 2, new byte[1])]);
        core.Receive(1, new AppendAccepted(3, Match: 2, Received: 2, Answers: true), 5000);
        Assert.Equal(0, core.Commit);
        foreach (var write in core.Take().Writes) core.Written(write);
        core.Receive(1, new AppendAccepted(3, Match: 3, Received: 3, Answers: true), 5000);
        Assert.Equal(3, core.Commit);
    }

    [Fact]
    public void A_leader_does_not_count_itself_before_its_disk_has_the_entry()
    {
        var core = Leader(new Ballot(2, -1), []);
        var writes = core.Take().Writes;
        core.Receive(1, new AppendAccepted(3, Match: 0, Received: 1, Answers: true), 5000);
        foreach (var write in writes) core.Written(write);
        Assert.Equal(0, core.Commit);
        core.Receive(1, new AppendAccepted(3, Match: 1, Received: 1, Answers: false), 5000);
        Assert.Equal(1, core.Commit);
    }

    [Fact]
    public void Behind_a_leaders_snapshot_what_was_vouched_for_is_written_again_before_the_old_files_go()
    {
        var core = Core(new Ballot(1, -1), [.. Enumerable.Range(1, 5).Select(index => new Entry(index, 1, new byte[1]))]);
        Assert.True(core.Installed(new LogStart(3, 1), from: 1));
        var write = Assert.Single(core.Take().Writes);
        Assert.Equal(new LogStart(3, 1), write.Restart);
        Assert.Equal([4, 5], write.Entries.Select(entry => entry.Index));
    }

    [Fact]
    public void Behind_a_leaders_snapshot_what_contradicts_it_is_gone()
    {
        var core = Core(new Ballot(4, -1), [.. Enumerable.Range(1, 5).Select(index => new Entry(index, 1, new byte[1]))]);
        Assert.True(core.Installed(new LogStart(3, 4), from: 1));
        Assert.Empty(Assert.Single(core.Take().Writes).Entries);
        Assert.Equal((3, 4), (core.Log.LastIndex, core.Log.LastTerm));
    }

    [Fact]
    public void Who_was_cut_off_deposes_nobody()
    {
        var follower = Core(new Ballot(1, -1), []);
        follower.Receive(0, new Append(1, 0, 0, [], 0), 5000);
        _ = follower.Take();
        follower.Receive(2, new VoteRequest(9, 100, 8, Trial: false), 5100);
        Assert.False(Assert.IsType<VoteReply>(Assert.Single(follower.Take().Send).Message).Granted);
        Assert.Equal(1, follower.Term);
    }

    [Fact]
    public void A_leader_that_hears_no_majority_leads_no_more()
    {
        var core = Leader(new Ballot(2, -1), []);
        core.Tick(5000 + RaftTiming.Default.LeadAlone + 1);
        Assert.Equal((Role.Follower, -1), (core.Role, core.Leader));
        Assert.Null(core.Propose(new byte[1]));
    }

    private static RaftCore Core(Ballot ballot, Entry[] entries) =>
        new(self: 0, members: 3, RaftTiming.Default, new Random(1), new NoSnapshot(), ballot, new LogTail(default, entries), now: 0);

    private static RaftCore Leader(Ballot ballot, Entry[] entries)
    {
        var core = Core(ballot, entries);
        core.Tick(5000);
        core.Receive(1, new VoteReply(ballot.Term, ballot.Term + 1, Granted: true, Trial: true), 5000);
        foreach (var write in core.Take().Writes) core.Written(write);
        core.Receive(1, new VoteReply(ballot.Term + 1, ballot.Term + 1, Granted: true, Trial: false), 5000);
        Assert.Equal(Role.Leader, core.Role);
        return core;
    }

    private sealed class NoSnapshot : ISnapshotSource
    {
        public LogStart Current => default;

        public (ReadOnlyMemory<byte> Bytes, bool Last) Read(long offset, int max) => throw new InvalidOperationException("there is none");
    }
}
