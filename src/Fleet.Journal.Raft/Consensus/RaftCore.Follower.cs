namespace Fleet.Journal.Raft.Consensus;

// What a leader says is taken over.
internal sealed partial class RaftCore
{
    private long _agreed;       // up to here the log is that of the leader of this term

    private void OnAppend(int from, Append append)
    {
        if (!Hear(from, append)) return;
        var (previous, entries) = WithoutCovered(append);
        if (_log.TermAt(previous.Index) != previous.Term)
        {
            Send(from, new AppendRefused(_ballot.Term, append.PreviousIndex, LastPossibleAgreement(previous.Index)));
            return;
        }
        foreach (var entry in entries)
        {
            if (_log.TermAt(entry.Index) == entry.Term) continue;
            if (entry.Index <= _log.LastIndex) Replace(entry.Index);
            Store(entry);
        }
        _agreed = Math.Max(_agreed, previous.Index + entries.Count);
        Commit = Math.Max(Commit, Math.Min(append.Commit, _agreed));
        Accept(from, answers: append.Entries.Count > 0);
    }

    /// <summary>False for a leader of an earlier term, which is told of the later one.</summary>
    private bool Hear(int from, Message message)
    {
        if (message.Term < _ballot.Term)
        {
            Send(from, new AppendRefused(_ballot.Term, 0, 0));
            return false;
        }
        if (Role != Role.Follower || Leader != from) Follow(message.Term, from);
        _leaderHeardAt = _now;
        ExpectLeader(_timing.Election);
        return true;
    }

    // What the snapshot covers is committed, hence the same everywhere.
    private (LogStart Previous, IReadOnlyList<Entry> Entries) WithoutCovered(Append append)
    {
        long covered = _log.Start.Index - append.PreviousIndex;
        return covered <= 0
            ? (new LogStart(append.PreviousIndex, append.PreviousTerm), append.Entries)
            : (_log.Start, [.. append.Entries.Skip((int)Math.Min(covered, int.MaxValue))]);
    }

    // Back over the whole term that disagrees, so that a long quarrel takes few rounds.
    private long LastPossibleAgreement(long index)
    {
        if (index > _log.LastIndex) return _log.LastIndex;
        long term = _log.TermAt(index);
        while (index > Commit && _log.TermAt(index) == term) index--;
        return index;
    }

    private void Replace(long from)
    {
        if (from <= Commit) throw new InvalidDataException($"the journal's leader wants to replace entry {from}, but {Commit} are committed: two clusters under one name?");
        _log.RemoveFrom(from);
        _unwritten.RemoveAll(entry => entry.Index >= from);
        _durable = Math.Min(_durable, from - 1);
    }

    private void Accept(int leader, bool answers) =>
        Send(leader, new AppendAccepted(_ballot.Term, Math.Min(_durable, _agreed), _agreed, answers));

    private void OnPiece(int from, SnapshotPiece piece)
    {
        if (!Hear(from, piece)) return;
        if (piece.Snapshot.Index <= Commit) Send(from, new SnapshotProgress(_ballot.Term, piece.Snapshot, 0, Installed: true));
        else _piece = (piece, from);
    }

    /// <summary>The disk has taken the piece, or asks to begin again (offset 0).</summary>
    public void PieceWritten(DiskWrite write, long offset)
    {
        if (write.Piece is not { Last: false } piece || piece.Term != _ballot.Term) return;
        Send(write.From, new SnapshotProgress(_ballot.Term, piece.Snapshot, offset, Installed: false));
    }

    /// <summary>The snapshot that a leader sent is on this member's disk, and its state is that of the snapshot.</summary>
    /// <returns>False where entries have overtaken it: the state must stay as it was.</returns>
    public bool Installed(LogStart snapshot, int from)
    {
        if (snapshot.Index <= Commit) return false;
        _log.StartAt(snapshot);
        // Entries that follow it may have been vouched for: they are on the disk before the old files go.
        (_restart, _unwritten) = (snapshot, _log.LastIndex > snapshot.Index ? _log.Take(snapshot.Index + 1, int.MaxValue) : []);
        Commit = _handedOut = _durable = snapshot.Index;
        _agreed = Math.Max(_agreed, snapshot.Index);
        if (Leader == from) Send(from, new SnapshotProgress(_ballot.Term, snapshot, 0, Installed: true));
        return true;
    }
}
