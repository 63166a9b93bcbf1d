using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Store;
using Fleet.Journal.Raft.Transport;

namespace Fleet.Journal.Raft.Replication;

// The way of a command: from whoever asks, to the leader, into the log, and its verdict back.
internal sealed partial class Replica
{
    private readonly Dictionary<long, (long Term, Action<Verdict> Tell)> _proposed = [];     // by index in the log
    private readonly Dictionary<long, (int Leader, Action<Verdict> Tell)> _asked = [];       // of another member, by id
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _nextId = Environment.TickCount64 << 20;
    private long _applied;
    private bool _led;

    /// <summary>
    /// Has the leader execute a command. <see cref="Ruling.Unknown"/> where there is none, or it was lost on the way: the command may be
    /// executed later, or never; said again it does no harm.
    /// </summary>
    public Task<Verdict> TryAsync(ReadOnlyMemory<byte> command)
    {
        var done = new TaskCompletionSource<Verdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            if (_core is null || _leader < 0) done.TrySetResult(new Verdict(Ruling.Unknown, 0, 0));
            else if (Leads) Propose(command, verdict => done.TrySetResult(verdict));
            else Ask(_leader, command, verdict => done.TrySetResult(verdict));
        });
        if (_ending.IsCancellationRequested || _broken.Length > 0) done.TrySetResult(new Verdict(Ruling.Unknown, 0, 0));
        return done.Task;
    }

    /// <summary>Done when this member has executed that entry.</summary>
    public Task AppliedAsync(long index)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            if (_applied >= index) done.TrySetResult();
            else _waiting.Enqueue(done, index);
        });
        return done.Task;
    }

    private void Propose(ReadOnlyMemory<byte> command, Action<Verdict> tell)
    {
        if (_core?.Propose(command) is { } entry) _proposed[entry.Index] = (entry.Term, tell);
        else tell(new Verdict(Ruling.Unknown, 0, 0));
    }

    private void Ask(int leader, ReadOnlyMemory<byte> command, Action<Verdict> tell)
    {
        _asked[++_nextId] = (leader, tell);
        _links.Send(leader, new Frame.Request(_nextId, command));
        if (_links.Trouble(leader).Length > 0) ForgetAsked(leader);
    }

    private void OnRequest(int from, Frame.Request request) =>
        Propose(request.Command, verdict => _links.Send(from, new Frame.Answer(request.Id, verdict)));

    private void OnAnswer(Frame.Answer answer)
    {
        if (_asked.Remove(answer.Id, out var asked)) asked.Tell(answer.Verdict);
    }

    private void Execute(in Entry entry)
    {
        var verdict = _store.Execute(entry.Command) with { Index = entry.Index, Term = entry.Term };
        _sinceSnapshot += entry.Command.Length;
        Applied(entry.Index);
        (_lastTerm, bool isOurs) = (entry.Term, _proposed.Remove(entry.Index, out var proposed));
        if (isOurs) proposed.Tell(proposed.Term == entry.Term ? verdict : new Verdict(Ruling.Unknown, 0, 0));
    }

    private void Applied(long index)
    {
        _applied = index;
        while (_waiting.TryPeek(out var done, out long awaited) && awaited <= index) _waiting.Dequeue().TrySetResult();
    }

    // A new leader: what the old one was asked is asked again by those who wait, and what this one proposed as leader may be replaced.
    private void Watch(RaftCore core)
    {
        bool leads = core.Role == Role.Leader;
        if (_led && !leads) FailProposed();
        _led = leads;
        if (core.Leader == _leader) return;
        int old = _leader;
        _leader = core.Leader;
        if (old >= 0) ForgetAsked(old);
    }

    private void FailProposed()
    {
        foreach (var (_, tell) in _proposed.Values) tell(new Verdict(Ruling.Unknown, 0, 0));
        _proposed.Clear();
    }

    private void ForgetAsked(int member)
    {
        foreach (var (id, asked) in _asked.Where(entry => entry.Value.Leader == member).ToList())
        {
            _asked.Remove(id);
            asked.Tell(new Verdict(Ruling.Unknown, 0, 0));
        }
    }

    private void FailAll()
    {
        FailProposed();
        foreach (int member in _members.Others) ForgetAsked(member);
        while (_waiting.TryDequeue(out var done, out _)) done.TrySetCanceled();
    }
}
