namespace Fleet.Journal.Raft.Consensus;

// Who leads.
internal sealed partial class RaftCore
{
    private readonly bool[] _votes;
    private long _electionDue;
    private long _leaderHeardAt = long.MinValue / 2;

    /// <summary>
    /// The connection on which a member speaks was closed. A leader whose process died is replaced soon; one that lives is back,
    /// and heard, before that.
    /// </summary>
    public void Lost(int member, long now)
    {
        _now = now;
        if (Role == Role.Leader || member != Leader) return;
        _leaderHeardAt = long.MinValue / 2;
        ExpectLeader(_timing.ElectionOnEvidence);
    }

    /// <summary>Stands at once: for the first member of a cluster that has just been founded.</summary>
    public void StandNow() => _electionDue = _now;

    private bool IsLeaderAlive => Role == Role.Leader ? HearsMajority(_timing.Election) : _now - _leaderHeardAt < _timing.Election;

    private void ExpectLeader(int within) => _electionDue = _now + within + _random.Next(within);

    private void Follow(long term, int leader)
    {
        if (Role == Role.Leader) _peers.AsSpan().Clear();
        if (term > _ballot.Term)
        {
            _ballot = new Ballot(term, -1);
            _agreed = Commit;
        }
        if (Role != Role.Follower || leader >= 0) ExpectLeader(_timing.Election);
        Role = Role.Follower;
        Leader = leader;
    }

    // First asks whether it could win, with nothing changed: who comes back from a partition must not depose a leader that works.
    private void Stand()
    {
        Leader = -1;
        Role = Role.Trial;
        Campaign(new VoteRequest(_ballot.Term + 1, _log.LastIndex, _log.LastTerm, Trial: true));
    }

    private void Campaign(VoteRequest request)
    {
        ExpectLeader(request.Trial ? 2 * _timing.ElectionOnEvidence : _timing.Election);
        _votes.AsSpan().Clear();
        foreach (int member in Others) Send(member, request);
        OnVote(_self, new VoteReply(_ballot.Term, request.Term, Granted: true, request.Trial));
    }

    private void OnVoteRequest(int from, VoteRequest request)
    {
        bool isAhead = request.LastTerm > _log.LastTerm || (request.LastTerm == _log.LastTerm && request.LastIndex >= _log.LastIndex);
        if (request.Trial || IsLeaderAlive)
        {
            bool would = request.Trial && !IsLeaderAlive && request.Term > _ballot.Term && isAhead;
            Send(from, new VoteReply(_ballot.Term, request.Term, would, request.Trial));
            return;
        }
        if (request.Term > _ballot.Term) Follow(request.Term, leader: -1);
        bool granted = request.Term == _ballot.Term && isAhead && (_ballot.Vote == -1 || _ballot.Vote == from)
            && Role is Role.Follower or Role.Trial;
        if (granted)
        {
            Role = Role.Follower;
            _ballot = new Ballot(_ballot.Term, from);
            ExpectLeader(_timing.Election);
        }
        Send(from, new VoteReply(_ballot.Term, request.Term, granted, Trial: false));
    }

    private void OnVote(int from, VoteReply reply)
    {
        bool isTrial = Role == Role.Trial && reply.Trial && reply.Asked == _ballot.Term + 1;
        bool isElection = Role == Role.Candidate && !reply.Trial && reply.Asked == _ballot.Term;
        if (!(isTrial || isElection) || !reply.Granted)
        {
            if (reply.Term > _ballot.Term) Follow(reply.Term, leader: -1);
            return;
        }
        _votes[from] = true;
        if (_votes.Count(vote => vote) < Majority) return;
        if (isElection) Lead();
        else
        {
            _ballot = new Ballot(_ballot.Term + 1, _self);
            Role = Role.Candidate;
            _agreed = Commit;
            Campaign(new VoteRequest(_ballot.Term, _log.LastIndex, _log.LastTerm, Trial: false));
        }
    }
}
