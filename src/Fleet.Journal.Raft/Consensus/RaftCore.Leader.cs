namespace Fleet.Journal.Raft.Consensus;

// What a leader does.
internal sealed partial class RaftCore
{
    private readonly Peer[] _peers;
    private long _heartbeatDue;

    /// <summary>Takes a command into the log; it is executed once a majority has it on disk.</summary>
    /// <returns>Where it stands; null where another member leads.</returns>
    public Entry? Propose(ReadOnlyMemory<byte> command)
    {
        if (Role != Role.Leader) return null;
        var entry = new Entry(_log.LastIndex + 1, _ballot.Term, command);
        Store(entry);
        return entry;
    }

    /// <summary>A new connection to the member: what was under way on an earlier one may be lost.</summary>
    public void Reached(int member)
    {
        if (Role != Role.Leader || _peers[member] is not { } peer) return;
        peer.Next = peer.Match > 0 ? peer.Match + 1 : _log.LastIndex + 1;
        peer.Unanswered = 0;
        peer.Sending = null;
    }

    /// <summary>
    /// Where to cut the log that a snapshot covers: a leader keeps what a living but slower member still needs, up to so many bytes, for
    /// entries cost less to send than the whole state.
    /// </summary>
    public LogStart CutPoint(LogStart covered, long keepBytes)
    {
        if (Role != Role.Leader) return covered;
        long needed = Others.Select(member => _peers[member]).Where(peer => _now - peer.HeardAt < _timing.LeadAlone)
            .Select(peer => peer.Match).Append(covered.Index).Min();
        long at = covered.Index;
        for (long bytes = 0; at > Math.Max(needed, _log.Start.Index) && bytes < keepBytes; at--) bytes += _log[at].Command.Length;
        return new LogStart(at, _log.TermAt(at));
    }

    private void Lead()
    {
        Role = Role.Leader;
        Leader = _self;
        foreach (int member in Others) _peers[member] = new Peer { Next = _log.LastIndex + 1, HeardAt = _now };
        // Entries of earlier terms count as committed only once one of its own is (5.4.2 of the Raft paper).
        Propose(ReadOnlyMemory<byte>.Empty);
        _heartbeatDue = _now;
    }

    private void LeadOn()
    {
        if (!HearsMajority(_timing.LeadAlone))
        {
            Follow(_ballot.Term, leader: -1);
            return;
        }
        if (_now < _heartbeatDue) return;
        _heartbeatDue = _now + _timing.Heartbeat;
        foreach (int member in Others)
        {
            var peer = _peers[member];
            if (peer.Next <= _log.Start.Index) SendSnapshot(member, peer);
            else SendAppend(member, peer, []);
        }
    }

    private bool HearsMajority(int within) => 1 + Others.Count(member => _now - _peers[member].HeardAt < within) >= Majority;

    private void Replicate()
    {
        foreach (int member in Others)
        {
            var peer = _peers[member];
            while (peer.Next > _log.Start.Index && peer.Next <= _log.LastIndex && peer.Unanswered < _timing.Window)
            {
                var entries = _log.Take(peer.Next, _timing.AppendBytes);
                SendAppend(member, peer, entries);
                peer.Unanswered++;
                peer.Next += entries.Count;
            }
            // Whoever waits for a member to have executed something hears of the commit now, not a heartbeat later.
            if (peer.CommitSent < Commit && peer.Match >= Commit) SendAppend(member, peer, []);
        }
    }

    private void SendAppend(int member, Peer peer, IReadOnlyList<Entry> entries)
    {
        peer.CommitSent = Commit;
        Send(member, new Append(_ballot.Term, peer.Next - 1, _log.TermAt(peer.Next - 1), entries, Commit));
    }

    private void OnAccepted(int from, AppendAccepted accepted)
    {
        if (Heard(from, accepted) is not { } peer) return;
        if (accepted.Answers && peer.Unanswered > 0) peer.Unanswered--;
        peer.Next = Math.Max(peer.Next, accepted.Received + 1);
        if (accepted.Match <= peer.Match) return;
        peer.Match = accepted.Match;
        AdvanceCommit();
    }

    private void OnRefused(int from, AppendRefused refused)
    {
        // A refusal of something older than what it was sent since says nothing new.
        if (Heard(from, refused) is not { } peer || refused.PreviousIndex >= peer.Next) return;
        peer.Next = Math.Min(peer.Next, refused.Hint + 1);
        peer.Match = Math.Min(peer.Match, refused.Hint);      // it may have lost its disk
        peer.Unanswered = 0;
        if (peer.Next <= _log.Start.Index) SendSnapshot(from, peer);
    }

    private Peer? Heard(int from, Message message)
    {
        if (Role != Role.Leader || message.Term != _ballot.Term) return null;
        var peer = _peers[from];
        peer.HeardAt = _now;
        return peer;
    }

    private void AdvanceCommit()
    {
        long[] durable = [_durable, .. Others.Select(member => _peers[member].Match)];
        Array.Sort(durable);
        long majority = durable[_members - Majority];
        if (majority > Commit && _log.TermAt(majority) == _ballot.Term) Commit = majority;
    }

    private void SendSnapshot(int member, Peer peer)
    {
        // One piece at a time; again where the answer stays out, and from the beginning where there is a newer one.
        if (peer.Sending == _snapshots.Current && _now - peer.SnapshotSentAt < _timing.LeadAlone)
        {
            Send(member, new Append(_ballot.Term, _log.LastIndex, _log.LastTerm, [], 0));     // a sign of life
            return;
        }
        SendPiece(member, peer, 0);
    }

    private void SendPiece(int member, Peer peer, long offset)
    {
        peer.Sending = _snapshots.Current;
        peer.SnapshotSentAt = _now;
        var (bytes, last) = _snapshots.Read(offset, _timing.PieceBytes);
        Send(member, new SnapshotPiece(_ballot.Term, _snapshots.Current, offset, bytes, last));
    }

    private void OnProgress(int from, SnapshotProgress progress)
    {
        if (Heard(from, progress) is not { } peer) return;
        if (progress.Installed)
        {
            peer.Match = Math.Max(peer.Match, progress.Snapshot.Index);
            peer.Next = Math.Max(peer.Next, progress.Snapshot.Index + 1);
            peer.Sending = null;
        }
        else if (peer.Next <= _log.Start.Index)
        {
            SendPiece(from, peer, progress.Snapshot == _snapshots.Current ? progress.Offset : 0);
        }
    }
}
