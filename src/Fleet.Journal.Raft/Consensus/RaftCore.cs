namespace Fleet.Journal.Raft.Consensus;

internal enum Role
{
    Follower,
    Trial,
    Candidate,
    Leader,
}

/// <summary>
/// One member's part in Raft (Ongaro, "Consensus: Bridging Theory and Practice", 2014) with a fixed list of members, trial votes
/// (9.6) and leaders that lead only while a majority answers (6.2). Pure: time, randomness and the disk are the caller's. It never
/// waits for the disk either: what was received and what is on the disk are two numbers, and only the second is ever vouched for.
/// </summary>
internal sealed partial class RaftCore
{
    private readonly int _self;
    private readonly int _members;
    private readonly RaftTiming _timing;
    private readonly Random _random;
    private readonly ISnapshotSource _snapshots;
    private readonly LogTail _log;

    private Ballot _ballot;
    private Ballot _durableBallot;
    private long _now;
    private long _durable;          // entries up to here are on this member's disk
    private long _handedOut;        // entries up to here were given out as committed

    // What the next Take gives out.
    private List<Envelope> _send = [];
    private List<Envelope> _then = [];
    private List<Entry> _unwritten = [];
    private (SnapshotPiece Piece, int From)? _piece;
    private LogStart? _restart;
    private Ballot _askedBallot;

    public RaftCore(int self, int members, RaftTiming timing, Random random, ISnapshotSource snapshots, Ballot ballot, LogTail log, long now)
    {
        (_self, _members, _timing, _random, _snapshots, _log, _now) = (self, members, timing, random, snapshots, log, now);
        _ballot = _durableBallot = _askedBallot = ballot;
        _durable = log.LastIndex;
        Commit = _handedOut = _agreed = log.Start.Index;
        _votes = new bool[members];
        _peers = new Peer[members];
        ExpectLeader(_timing.ElectionOnEvidence);
    }

    public Role Role { get; private set; }

    public long Term => _ballot.Term;

    /// <summary>-1 where none is known.</summary>
    public int Leader { get; private set; } = -1;

    public long Commit { get; private set; }

    public LogTail Log => _log;

    private int Majority => _members / 2 + 1;

    private IEnumerable<int> Others => Enumerable.Range(0, _members).Where(member => member != _self);

    public void Receive(int from, Message message, long now)
    {
        _now = now;
        switch (message)
        {
            case VoteRequest request: OnVoteRequest(from, request); return;
            case VoteReply { Trial: true } reply: OnVote(from, reply); return;
        }
        if (message.Term > _ballot.Term) Follow(message.Term, leader: -1);
        switch (message)
        {
            case VoteReply reply: OnVote(from, reply); break;
            case Append append: OnAppend(from, append); break;
            case AppendAccepted accepted: OnAccepted(from, accepted); break;
            case AppendRefused refused: OnRefused(from, refused); break;
            case SnapshotPiece piece: OnPiece(from, piece); break;
            case SnapshotProgress progress: OnProgress(from, progress); break;
        }
    }

    /// <summary>To be called at least as often as a heartbeat is due.</summary>
    public void Tick(long now)
    {
        _now = now;
        if (Role == Role.Leader) LeadOn();
        else if (now >= _electionDue) Stand();
    }

    /// <summary>The disk has the write, and all before it.</summary>
    public void Written(DiskWrite write)
    {
        if (write.Ballot is { } ballot) _durableBallot = ballot;
        // An entry that was replaced meanwhile has another term, and says nothing about what stands there now.
        if (write.Entries is [.., var last] && last.Index > _durable && _log.TermAt(last.Index) == last.Term) _durable = last.Index;
        if (write.Entries.Count == 0) return;

        if (Role == Role.Leader) AdvanceCommit();
        else if (Leader >= 0) Accept(Leader, answers: false);
    }

    /// <summary>A snapshot of this member's own covers the entries up to here, and it needs them no more itself.</summary>
    public void CutTo(LogStart start)
    {
        if (start.Index > _log.Start.Index) _log.CutTo(start);
    }

    /// <summary>What there is to do since it was asked last.</summary>
    public Output Take()
    {
        if (Role == Role.Leader) Replicate();
        var writes = new List<DiskWrite>();
        bool isNewBallot = _ballot != _askedBallot;
        if (isNewBallot || _unwritten.Count > 0 || _restart is not null || _then.Count > 0)
        {
            writes.Add(new DiskWrite { Ballot = isNewBallot ? _ballot : null, Restart = _restart, Entries = _unwritten, Then = _then });
            _askedBallot = _ballot;
            (_unwritten, _then, _restart) = ([], [], null);
        }
        if (_piece is { } taken) writes.Add(new DiskWrite { Piece = taken.Piece, From = taken.From });
        _piece = null;
        var committed = new List<Entry>();
        while (_handedOut < Commit && _handedOut < _log.LastIndex) committed.Add(_log[++_handedOut]);
        var output = new Output(_send, writes, committed);
        _send = [];
        return output;
    }

    /// <summary>Whoever hears of a term or a vote must be sure that this member will not forget it.</summary>
    private void Send(int to, Message message) => (_ballot == _durableBallot ? _send : _then).Add(new Envelope(to, message));

    private void Store(in Entry entry)
    {
        _log.Add(entry);
        _unwritten.Add(entry);
    }
}
