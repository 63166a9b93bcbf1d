using Fleet.Journal.Raft.Consensus;
using Fleet.Journal.Raft.Members;
using Fleet.Journal.Raft.Storage;
using Fleet.Journal.Raft.Store;
using Fleet.Journal.Raft.Transport;

namespace Fleet.Journal.Raft.Replication;

// From a new folder to a member.
internal sealed partial class Replica
{
    private const int AskEvery = 50;        // milliseconds
    private const int AskLeaderEvery = 1000;
    private const int Fresh = 1000;         // so long a standing counts

    private readonly Dictionary<int, (Standing Standing, long At)> _heard = [];
    private long _askDue;
    private long _askLeaderDue;
    private volatile string _waitsFor = "";

    private void SeekAdmission()
    {
        if (Now < _askDue) return;
        _askDue = Now + AskEvery;
        foreach (int member in _members.Others) _links.Send(member, new Frame.Probe());
        var heard = _heard.Where(entry => Now - entry.Value.At < Fresh).ToDictionary(entry => entry.Key, entry => entry.Value.Standing);
        switch (Admission.Decide(_identity.Folder, _members, heard))
        {
            case AdmissionStep.Wait wait: _waitsFor = wait.Why; break;
            case AdmissionStep.AskLeader ask when Now >= _askLeaderDue:
                _askLeaderDue = Now + AskLeaderEvery;
                Ask(ask.Leader, Command.DoNothing(), verdict =>
                {
                    if (verdict.Ruling == Ruling.Done && _core is null) Rejoin(verdict.Term, ask.Leader);
                });
                break;
            case AdmissionStep.Found found: Persist(() =>
            {
                _identity = _identity.Admitted(_disk, found.With);
                TakePart(Ballot.None, standNow: _members.Self == 0);
            }); break;
        }
    }

    // The vote of the leader's term counts as given to it, so that it cannot be given twice.
    private void Rejoin(long term, int leader) => Persist(() =>
    {
        var ballot = new Ballot(term, leader);
        using (var log = new LogFiles(_disk, _recovered!)) log.Write([new DiskWrite { Ballot = ballot }]);
        _recovered = RecoveredLog.Read(_disk);
        _identity = _identity.Admitted(_disk, []);
        TakePart(ballot, standNow: false);
        Say($"{_place} was new: taking the journal from {_members.Addresses[leader]}");
    });

    // A full disk delays it; nothing has been promised yet.
    private void Persist(Action work)
    {
        try
        {
            work();
            _waitsFor = "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _waitsFor = DiskTrouble.InWords(error);
        }
    }
}
