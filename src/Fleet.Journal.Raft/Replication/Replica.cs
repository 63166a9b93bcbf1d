using System.Collections.Concurrent;
using System.Diagnostics;
using Fleet.Control.Hosting;
using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Storage;
using Fleet.Journal.Raft.Store;
using Fleet.Journal.Raft.Transport;

namespace Fleet.Journal.Raft.Replication;

/// <summary>
/// One member of the log: carries the <see cref="RaftCore"/> on a thread of its own, with its disk and its links, and executes what is
/// committed. A new folder is first let in (<see cref="Admission"/>).
/// </summary>
internal sealed partial class Replica : ILinksOwner, IDiskOwner, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(25);

    private readonly BlockingCollection<Action> _inbox = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly MemberList _members;
    private readonly ReplicaOptions _options;
    private readonly string _place;
    private readonly IDisk _disk;
    private readonly SnapshotFiles _snapshots;
    private readonly Links _links;
    private readonly Thread _thread;
    private Identity _identity;
    private RecoveredLog? _recovered;
    private RaftCore? _core;            // once it is a member
    private DiskThread? _writer;
    private volatile EventStore _store;
    private volatile string _broken = "";
    private volatile int _leader = -1;

    /// <param name="place">For messages: the folder.</param>
    /// <exception cref="ControlException">It cannot be used.</exception>
    public Replica(MemberList members, string bindTo, string place, IDisk disk, ReplicaOptions options)
    {
        (_members, _options, _place, _disk) = (members, options, place, disk);
        _snapshots = new SnapshotFiles(disk);
        try
        {
            _identity = Identity.Of(disk, members.Text);
            _store = _snapshots.Load();
            _recovered = RecoveredLog.Read(disk);
            if (_recovered.Torn > 0) Say($"{_recovered.Torn} bytes at the end of {place} were not written to their end by a killed process; nothing rests on them");
        }
        catch (InvalidDataException damaged)
        {
            throw new ControlException($"the raft journal in {place} cannot be used: {damaged.Message}. If the other control hosts are well, move "
                + "the folder away: this host then takes the journal from them.", damaged);
        }
        _applied = _snapshots.Current.Index;
        if (_identity.IsMember) TakePart(_recovered.Ballot, standNow: false);
        _thread = new Thread(Work) { Name = "raft", IsBackground = true };
        _links = new Links(members, bindTo, this);
        _thread.Start();
    }

    /// <summary>What is committed, as far as this member has heard.</summary>
    public EventStore Store => _store;

    /// <summary>Its number; -1 where none is known.</summary>
    public int Leader => _leader;

    public bool Leads => _leader == _members.Self;

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested) return;
        await _ending.CancelAsync().ConfigureAwait(false);
        await _links.DisposeAsync().ConfigureAwait(false);
        _inbox.CompleteAdding();
        await Task.Run(() =>
        {
            _thread.Join();
            _writer?.End();
        }).ConfigureAwait(false);
        FailAll();
    }

    void ILinksOwner.Heard(int from, Frame frame) => Post(() => OnFrame(from, frame));

    void ILinksOwner.Reached(int peer) => Post(() =>
    {
        _core?.Reached(peer);
        ForgetAsked(peer);
    });

    void ILinksOwner.Lost(int peer) => Post(() =>
    {
        _core?.Lost(peer, Now);
        ForgetAsked(peer);
    });

    void IDiskOwner.Written(IReadOnlyList<DiskWrite> writes)
    {
        foreach (var envelope in writes.SelectMany(write => write.Then)) _links.Send(envelope.To, new Frame.OfConsensus(envelope.Message));
        Post(() =>
        {
            foreach (var write in writes) _core!.Written(write);
        });
    }

    void IDiskOwner.PieceTaken(DiskWrite write, long length, EventStore? store) => Post(() =>
    {
        if (store is null) _core!.PieceWritten(write, length);
        else Install(write, store);
    });

    public void Say(string what) => Console.Error.WriteLine($"control: raft journal: {what}");

    private static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    private void Post(Action work)
    {
        try
        {
            _inbox.Add(work);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private void Work()
    {
        try
        {
            while (!_inbox.IsCompleted)
            {
                if (_inbox.TryTake(out var work, Beat))
                {
                    // What has gathered makes up one step: under load one write of the disk holds many commands.
                    do work();
                    while (_inbox.TryTake(out work));
                }
                if (_core is null) SeekAdmission();
                else Step(_core);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)     // the host lives on without it
        {
            _broken = error.Message;
            Say($"this member has stopped, to do no harm: {error.Message}");
            FailAll();
        }
    }

    private void Step(RaftCore core)
    {
        core.Tick(Now);
        var output = core.Take();
        foreach (var envelope in output.Send) _links.Send(envelope.To, new Frame.OfConsensus(envelope.Message));
        foreach (var write in output.Writes) _writer!.Add(write);
        foreach (var entry in output.Committed) Execute(entry);
        Watch(core);
        if (output.Committed.Count > 0) MakeSnapshotIfDue(core);
    }

    private void OnFrame(int from, Frame frame)
    {
        switch (frame)
        {
            case Frame.OfConsensus { Message: var message }: _core?.Receive(from, message, Now); break;
            case Frame.Request request: OnRequest(from, request); break;
            case Frame.Answer answer: OnAnswer(answer); break;
            case Frame.Probe: _links.Send(from, new Frame.OfStanding(new Standing(_identity.Folder, _identity.IsMember, _identity.FoundedWith, _leader))); break;
            case Frame.OfStanding standing: _heard[from] = (standing.Standing, Now); break;
        }
    }

    private void TakePart(Ballot ballot, bool standNow)
    {
        var tail = _recovered!.Behind(_snapshots.Current);
        _writer = new DiskThread(new LogFiles(_disk, _recovered), _snapshots, _place, this);
        _core = new RaftCore(_members.Self, _members.Count, _options.Timing, new Random(), _snapshots, ballot, tail, Now);
        if (standNow) _core.StandNow();
        _recovered = null;
    }
}
